"""What hypothesis throws at cells: every kind a file can hold, leaning towards what registers look like."""

from hypothesis import strategies as st

_LIKELY = st.text("0123456789/-.,: xđồngtrựctuyến\x00\n\u0301\u200b()", max_size=24)

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=40),
    st.text(st.characters(categories=("Cs", "Cc", "Cf", "Mn", "Nd", "Zs")), max_size=12),
    _LIKELY,
)
