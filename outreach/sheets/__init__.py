"""Tables out of files: an upload of any kind becomes clean rows and refused rows, each with its reason.

`reading` opens a file safely: `delimited` reads CSV (`encodings`), `workbook` has XLSX, XLS and HTML read by
processes of their own (`workbook_child`, `page_child`, `spool`). `headings` finds where the headings stand,
`columns` what they mean, `parsing` and `rows` turn rows into values and leave `furniture` out. `values` knows
how Vietnamese registers write dates, numbers, codes and states; `layouts` and `summaries` name what each kind
of file holds. Nothing here knows the database or a request.
"""
