// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The relief of the skin.
#include <cmath>
#include <map>

#include "agreement.h"

namespace dryrun::compare {
namespace {

constexpr double kSkinTolerance = 10.0;

// How far the skin stands behind that of the midline; none where one of them is not modelled.
std::optional<double> relief_at(const anatomy::Atlas& atlas, double x, double z) {
    const auto skin_y = [&](double at_x) -> std::optional<double> {
        const auto hit = atlas.skin_hit({at_x, 400.0, z}, {0.0, -1.0, 0.0}, 600.0);
        if (!hit) return std::nullopt;
        return hit->point.y;
    };
    const auto beside = skin_y(x);
    const auto midline = skin_y(0.0);
    if (!beside || !midline) return std::nullopt;
    return *beside - *midline;
}

}  // namespace

void compare_skin(const Reference& reference, const anatomy::Atlas& atlas, Agreement& agreement) {
    struct Level {
        double squares = 0.0;
        int count = 0;
        int missing = 0;
        double worst = 0.0;
        double worst_x = 0.0;
    };
    std::map<double, Level> levels;
    Level all;
    for (const SkinProfilePoint& point : reference.skin) {
        if (point.x == 0.0) continue;
        const auto relief = relief_at(atlas, point.x, point.z);
        for (Level* level : {&levels[point.z], &all}) {
            if (!relief) {
                ++level->missing;
                continue;
            }
            const double error = *relief - point.behind_midline;
            level->squares += error * error;
            ++level->count;
            if (std::fabs(error) <= std::fabs(level->worst)) continue;
            level->worst = error;
            level->worst_x = point.x;
        }
    }
    const auto add = [&](const std::string& name, const Level& level, const std::string& group,
                         std::vector<AgreementRow>& rows) {
        AgreementRow row;
        row.group = group;
        row.name = name;
        row.source = "skin relative to its midline";
        row.expected = std::to_string(level.count + level.missing) + " points";
        row.measured = "RMS of " + std::to_string(level.count);
        row.tolerance = kSkinTolerance;
        row.verdict = Verdict::Missing;
        if (level.count > 0) {
            row.error = std::sqrt(level.squares / level.count);
            row.verdict = verdict_of(*row.error, row.tolerance);
            row.note =
                "worst " + fixed_text(level.worst, 1) + " at x " + fixed_text(level.worst_x, 0);
        }
        if (level.missing > 0) row.note += ", " + std::to_string(level.missing) + " not modelled";
        rows.push_back(std::move(row));
    };
    for (const auto& [z, level] : levels)
        add("skin at z " + fixed_text(z, 0), level, "skin", agreement.rows);
    add("profile of the skin, RMS", all, "summary", agreement.summaries);
}

}  // namespace dryrun::compare
