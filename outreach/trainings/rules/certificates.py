"""The code of a certificate: short enough to be typed from paper, long enough not to be guessed."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else: 0 O, 1 I L, U
GROUPS, IN_GROUP = 3, 4


def new_code() -> str:
    """Twelve letters and digits, 58 bits: 7KQM-R2XW-94TD."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(IN_GROUP)) for _ in range(GROUPS))


def code_of(written: str) -> str | None:
    """A code as it is stored, however it was typed; None: it is none."""
    letters = "".join(char for char in written.upper() if char in ALPHABET)
    if len(letters) != GROUPS * IN_GROUP or len(written) > 40:
        return None
    return "-".join(letters[at : at + IN_GROUP] for at in range(0, len(letters), IN_GROUP))
