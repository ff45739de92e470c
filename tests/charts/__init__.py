"""Tests of the pictures: what is drawn is read back out of the SVG."""
