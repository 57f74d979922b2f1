// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/table_rows.h"

#include <utility>

#include "anatomy/skeleton_table.h"

namespace dryrun::anatomy {
namespace {

std::vector<double> read_levels(JsonReader& row, std::string_view key) {
    std::vector<double> levels;
    for (const std::string& name : row.texts(key)) {
        const int level = level_of(name);
        if (level == 0) row.fail(key, name + " is no level from C1 to S1");
        levels.push_back(level);
    }
    return levels;
}

}  // namespace

void read_source_of(JsonReader& parent, std::string_view key) {
    JsonReader row = parent.object(key);
    read_source(row);
    row.finish();
}

Profile make_profile(JsonReader& row, std::vector<double> at, std::vector<double> values) {
    bool is_rising = !at.empty() && at.size() == values.size();
    for (std::size_t i = 1; is_rising && i < at.size(); ++i) is_rising = at[i] > at[i - 1];
    if (!is_rising) {
        row.fail("values", "wanted one value for each place, the places rising");
        return Profile({0.0}, {0.0});
    }
    return Profile(std::move(at), std::move(values));
}

Profiles read_profiles(JsonReader& parent, std::string_view key,
                       const std::vector<std::string>& wanted, bool at_levels) {
    Profiles profiles;
    for (JsonReader& row : parent.list(key)) {
        const std::string name = row.choice("name", wanted);
        std::vector<double> at = at_levels ? read_levels(row, "at") : row.numbers("at", kLength);
        std::vector<double> values = row.numbers("values", kLength);
        profiles.insert_or_assign(name, make_profile(row, std::move(at), std::move(values)));
        read_source(row);
        row.finish();
    }
    for (const std::string& name : wanted) {
        if (profiles.count(name) != 0) continue;
        parent.fail(key, "has no row " + name);
        profiles.insert_or_assign(name, Profile({0.0}, {0.0}));
    }
    return profiles;
}

std::vector<Vec3> read_points(JsonReader& parent, std::string_view key, std::size_t dimensions,
                              std::size_t least) {
    std::vector<Vec3> points;
    const Json list = parent.raw(key);
    bool is_good = list.is_array() && list.size() >= least;
    for (std::size_t i = 0; is_good && i < list.size(); ++i) {
        is_good = list[i].is_array() && list[i].size() == dimensions;
        double xyz[3] = {0.0, 0.0, 0.0};
        for (std::size_t k = 0; is_good && k < dimensions; ++k) {
            is_good = list[i][k].is_number();
            if (is_good) xyz[k] = list[i][k].get<double>();
            is_good = is_good && xyz[k] >= kLength.low && xyz[k] <= kLength.high;
        }
        points.push_back({xyz[0], xyz[1], xyz[2]});
        is_good = is_good && (i == 0 || distance(points[i], points[i - 1]) > 0.0);
    }
    if (is_good) return points;
    parent.fail(key, "wanted at least " + std::to_string(least) + " different points of " +
                         std::to_string(dimensions) + " numbers");
    return std::vector<Vec3>(least);
}

}  // namespace dryrun::anatomy
