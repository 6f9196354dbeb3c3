#include <stdlib.h>
#include <string.h>

#include "checks_sums_c.h"

#define CRC32_POLYNOMIAL 0xedb88320u
#define ADLER32_MODULUS 65521u

static uint32_t crc32(const uint8_t *bytes, size_t length) {
  uint32_t crc = ~0u;
  for (size_t i = 0; i < length; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? CRC32_POLYNOMIAL : 0);
  }
  return ~crc;
}

static uint32_t adler32(const uint8_t *bytes, size_t length) {
  uint32_t a = 1, b = 0;
  for (size_t i = 0; i < length; i++) {
    a = (a + bytes[i]) % ADLER32_MODULUS;
    b = (b + a) % ADLER32_MODULUS;
  }
  return b << 16 | a;
}

void exports_checks_sums_c_sum_bytes(checks_sums_c_list_u8_t *bytes, checks_sums_c_sums_t *ret) {
  ret->crc32 = crc32(bytes->ptr, bytes->len);
  ret->adler32 = adler32(bytes->ptr, bytes->len);
  ret->length = bytes->len;
}

/* The lines point into the text: both live as long as the instance, which serves one call. */
bool exports_checks_sums_c_split_lines(checks_sums_c_string_t *text, checks_sums_c_list_string_t *ret,
                                       checks_sums_c_string_t *err) {
  if (text->len > 0 && memchr(text->ptr, 0, text->len) != NULL) {
    static char message[] = "The text has a NUL";
    *err = (checks_sums_c_string_t){(uint8_t *)message, sizeof message - 1};
    return false;
  }
  ret->ptr = malloc((text->len + 1) * sizeof *ret->ptr);
  ret->len = 0;
  uint8_t *line = text->ptr, *end = text->ptr + text->len;
  for (uint8_t *at = line; at <= end; at++) {
    if (at < end && *at != '\n') continue;
    ret->ptr[ret->len++] = (checks_sums_c_string_t){line, at - line};
    line = at + 1;
  }
  return true;
}
