"""What she gets about a meeting beside words: a file for her calendar, the day as a picture, a link to the map."""
