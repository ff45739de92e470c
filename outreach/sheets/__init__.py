"""Tables out of files: an uploaded XLSX or CSV becomes clean rows and refused rows, each with its reason.

`reading` opens a file safely, `columns` finds out what its columns mean, `parsing` turns rows into values,
`values` knows how Vietnamese registers write dates, numbers, codes and states, `layouts` names what each
kind of file holds. Nothing here knows the database or a request.
"""
