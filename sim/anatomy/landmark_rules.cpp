// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/landmark_rules.h"

#include <cmath>

#include "anatomy/skeleton_table.h"
#include "anatomy/table_rows.h"
#include "core/file.h"

namespace dryrun::anatomy {
namespace {

constexpr int kLastLevel = kSacralLevel + 3;  // S4

// The sacrum's crest has tubercles from S2; its first is low or absent, so S1 lies between L5 and
// S2.
std::optional<double> height_of(const LandmarkLookup& landmarks, int level) {
    const auto z_of = [&](const std::string& name) -> std::optional<double> {
        const auto at = landmarks(name);
        if (!at) return std::nullopt;
        return at->z;
    };
    if (level < kSacralLevel) return z_of("spinous." + level_name(level));
    if (level > kSacralLevel) {
        return z_of("sacrum.median_crest.S" + std::to_string(level - kSacralLevel + 1));
    }
    const auto above = height_of(landmarks, level - 1);
    const auto below = height_of(landmarks, level + 1);
    if (!above || !below) return std::nullopt;
    return 0.5 * (*above + *below);
}

// The level whose tip stands furthest back behind the line through the tips of the neighbours of
// them all.
std::optional<int> most_prominent(const LandmarkRule& rule, const LandmarkLookup& landmarks) {
    const int first = level_of(rule.most_prominent_of.front());
    const int last = level_of(rule.most_prominent_of.back());
    const auto above = landmarks("spinous." + level_name(first - 1));
    const auto below = landmarks("spinous." + level_name(last + 1));
    if (!above || !below) return std::nullopt;
    const Vec3 along = normalised(*below - *above);
    const Vec3 behind{0.0, -along.z, along.y};
    std::optional<int> best;
    double furthest = 0.0;
    for (const std::string& name : rule.most_prominent_of) {
        const auto tip = landmarks("spinous." + name);
        if (!tip) return std::nullopt;
        const double out = dot(*tip - *above, behind);
        if (best && out <= furthest) continue;
        best = level_of(name);
        furthest = out;
    }
    return best;
}

int sacral_level_of(const std::string& name) {
    if (const int level = level_of(name); level != 0) return level;
    return name == "S2" ? kSacralLevel + 1 : 0;
}

}  // namespace

Result<std::vector<LandmarkRule>> read_landmark_rules() {
    const std::string path = (assets_folder() / "anatomy" / "landmark_rules.json").string();
    const auto file = read_json_file(path);
    if (!file.ok()) return file.error();
    JsonReader top(*file, path);
    top.choice("schema", {"dryrun.landmark_rules/1"});
    top.text("about");
    std::vector<LandmarkRule> rules;
    for (JsonReader& row : top.list("rules")) {
        LandmarkRule rule;
        rule.name = row.text("name");
        if (row.has("most_prominent_of")) {
            rule.most_prominent_of = row.texts("most_prominent_of");
            for (const std::string& name : rule.most_prominent_of) {
                if (level_of(name) < 2)
                    row.fail("most_prominent_of", name + " is no level below C1");
            }
        } else {
            rule.landmark = row.text("landmark");
        }
        rule.promises = sacral_level_of(row.text("promises"));
        if (rule.promises == 0) row.fail("promises", "is no level from C1 to S2");
        rule.source = read_source(row).text;
        row.finish();
        rules.push_back(std::move(rule));
    }
    top.finish();
    if (!top.status().ok()) return top.status().error();
    return rules;
}

LandmarkLookup landmarks_of(const Atlas& atlas) {
    return [&atlas](std::string_view name) { return atlas.landmark(name); };
}

LandmarkLookup landmarks_of(const Skeleton& skeleton) {
    return [&skeleton](std::string_view name) -> std::optional<Vec3> {
        for (const auto& [known, at] : skeleton.landmarks) {
            if (known == name) return at;
        }
        return std::nullopt;
    };
}

std::optional<double> spinous_level(const LandmarkLookup& landmarks, double z) {
    std::optional<double> above = height_of(landmarks, kFirstLevel);
    if (!above || z > *above) return std::nullopt;
    for (int level = kFirstLevel + 1; level <= kLastLevel; ++level) {
        const auto below = height_of(landmarks, level);
        if (!below) return std::nullopt;
        if (z > *below) return level - 1 + (*above - z) / (*above - *below);
        above = below;
    }
    return std::nullopt;
}

std::optional<RuleOutcome> outcome_of(const LandmarkRule& rule, const LandmarkLookup& landmarks) {
    const auto promised = height_of(landmarks, rule.promises);
    if (!promised) return std::nullopt;
    RuleOutcome outcome;
    outcome.name = rule.name;
    outcome.promised = rule.promises;
    double z = 0.0;
    if (rule.landmark.empty()) {
        const auto level = most_prominent(rule, landmarks);
        if (!level) return std::nullopt;
        outcome.level = *level;
        z = *height_of(landmarks, *level);
    } else {
        const auto at = landmarks(rule.landmark + ".left");
        if (!at) return std::nullopt;
        const auto level = spinous_level(landmarks, at->z);
        if (!level) return std::nullopt;
        outcome.level = *level;
        z = at->z;
    }
    outcome.levels_low = outcome.level - outcome.promised;
    outcome.mm_low = *promised - z;
    return outcome;
}

std::string level_text(double level) {
    const int whole = static_cast<int>(level);
    const std::string name =
        whole <= kSacralLevel ? level_name(whole) : "S" + std::to_string(whole - kSacralLevel + 1);
    const double part = level - whole;
    return part < 0.05 ? name : name + " + " + fixed_text(part, 1);
}

}  // namespace dryrun::anatomy
