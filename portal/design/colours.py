"""The municipality's colour: what may be one, and the style sheet made of it."""

MINIMUM_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: white words on the colour


def channels(colour: str) -> tuple[int, int, int]:
    """The red, green and blue of #rrggbb."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, 0 (black) to 1 (white)."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_with_white(colour: str) -> float:
    """The contrast of white words on the colour, 1 to 21."""
    return 1.05 / (luminance(colour) + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """The colour with a share (0 to 1) of another in it."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a * (1 - share) + b * share):02x}" for a, b in pairs)


def style_sheet(colour: str) -> str:
    """The custom properties the portal's style sheet reads."""
    shades = {
        "primary": colour,
        "primary-dark": mixed(colour, "#000000", 0.25),
        "primary-darker": mixed(colour, "#000000", 0.45),
        "primary-soft": mixed(colour, "#ffffff", 0.92),
        "primary-line": mixed(colour, "#ffffff", 0.75),
    }
    return ":root{" + "".join(f"--{name}:{value};" for name, value in shades.items()) + "}\n"
