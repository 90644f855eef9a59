"""The frameworks as CASE, 1EdTech's Competencies and Academic Standards Exchange, versions 1.1 and 1.0."""
