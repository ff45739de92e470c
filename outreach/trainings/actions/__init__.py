"""All writes about sessions, by what people do: plan them, register, come, answer, be certified."""
