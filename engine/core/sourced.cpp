// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/sourced.h"

namespace dryrun {

Source read_source(JsonReader& row) {
    Source source;
    source.grade = row.choice("grade", {"S", "D", "A"});
    source.text = row.text("source");
    if (source.text.empty()) row.fail("source", "is empty");
    return source;
}

double read_sourced(JsonReader& parent, std::string_view key, Range range) {
    JsonReader row = parent.object(key);
    const double value = row.number("value", range);
    const double low = row.number_or("low", value);
    const double high = row.number_or("high", value);
    if (low > value || value > high) row.fail("value", "lies outside its own low and high");
    read_source(row);
    row.finish();
    return value;
}

}  // namespace dryrun
