"""Pages of rates."""

from flask import Blueprint

bp = Blueprint("rates", __name__)
