// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Paths of fascicles against the muscles they belong to, and the relief of the skin.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "agreement.h"

namespace dryrun::compare {
namespace {

constexpr double kStep = 3.0;    // between the places of a path that are asked
constexpr double kBeside = 5.0;  // from its muscle
constexpr double kShare_percent = 85.0;
constexpr double kSkinTolerance = 10.0;

// What of the atlas a group of the models' muscles may lie in: parts of names. A muscle's own
// tendon and the fascia it springs from count as the muscle.
const std::map<std::string, std::vector<std::string>>& parts_of_groups() {
    static const std::map<std::string, std::vector<std::string>> parts = {
        {"deltoid_posterior", {".deltoid"}},
        {"iliocostalis", {".iliocostalis", ".erector_spinae"}},
        {"infraspinatus", {".infraspinatus"}},
        {"latissimus_dorsi", {".latissimus_dorsi", ".thoracolumbar"}},
        {"levator_scapulae", {".levator_scapulae"}},
        {"longissimus", {".longissimus", ".erector_spinae"}},
        {"multifidus", {".multifidus", ".rotatores"}},
        {"psoas", {".psoas"}},
        {"quadratus_lumborum", {".quadratus_lumborum"}},
        {"rhomboids", {".rhomboid"}},
        {"semispinalis", {".semispinalis"}},
        {"serratus_anterior", {".serratus_anterior"}},
        {"splenius", {".splenius"}},
        {"supraspinatus", {".supraspinatus"}},
        {"teres_major", {".teres_major"}},
        {"teres_minor", {".teres_minor"}},
        {"trapezius", {".trapezius"}},
    };
    return parts;
}

// Where the models' straight lines cannot be what people have, by where the muscle is attached
// (Gray's Anatomy, 41st ed.); a row whose name begins so. How much of them lies in the models' own
// ribs, and how low their pelvis stands, are measured on the models' own points.
struct PublishedCourse {
    const char* prefix;
    const char* says;
};
constexpr std::array<PublishedCourse, 3> kPublished = {{
    {"latissimus_dorsi: ", "people: round the chest on the ribs; a third of the chord is in them"},
    {"serratus_anterior: ", "people: round the chest on the ribs; half of the chord is in them"},
    {"quadratus_lumborum: ", "people: from the iliac crest; the model's pelvis is 50 mm lower"},
}};

const char* published(const std::string& name) {
    for (const PublishedCourse& course : kPublished) {
        if (name.starts_with(course.prefix)) return course.says;
    }
    return nullptr;
}

std::set<std::string> structures_of(const anatomy::Atlas& atlas, const FasciclePath& path) {
    std::set<std::string> names;
    const auto found = parts_of_groups().find(path.group);
    if (found == parts_of_groups().end()) return names;
    const std::string_view side = path.is_left ? ".left" : ".right";
    for (const anatomy::Structure& one : atlas.structures()) {
        const bool is_soft = one.tissue == anatomy::Tissue::Muscle ||
                             one.tissue == anatomy::Tissue::Tendon ||
                             one.tissue == anatomy::Tissue::Fascia;
        if (!is_soft || !one.name.ends_with(side)) continue;
        for (const std::string& part : found->second) {
            if (one.name.find(part) != std::string::npos) names.insert(one.name);
        }
    }
    return names;
}

struct Coverage {
    double length = 0.0;
    double inside = 0.0;    ///< in the muscle or within kBeside of it
    double over = 0.0;      ///< over or under it, seen square to the skin
    double farthest = 0.0;  ///< held at the reach of the search
    double share_percent() const { return length > 0.0 ? 100.0 * inside / length : 0.0; }
    double course_percent() const { return length > 0.0 ? 100.0 * over / length : 0.0; }
};

// Whether a line through the place, square to the skin, meets the muscle. The models draw a path as
// straight lines between points on bone, which cut below sheets that lie round the chest: their
// course can be trusted further than their depth.
bool is_on_course(const anatomy::Atlas& atlas, const Vec3& at, const std::set<std::string>& names) {
    const auto skin = atlas.skin_at(at);
    if (!skin) return false;
    const auto line = atlas.layers_along(skin->point + skin->normal, -skin->normal, 100.0);
    if (!line) return false;
    return std::any_of(line->spans.begin(), line->spans.end(), [&](const auto& span) {
        return names.count(atlas.structure(span.structure).name) != 0;
    });
}

Coverage coverage_of(const anatomy::Atlas& atlas, const FasciclePath& path,
                     const std::set<std::string>& names) {
    constexpr double kReach = 40.0;
    Coverage coverage;
    const auto wanted = [&](const anatomy::Structure& one) { return names.count(one.name) != 0; };
    for (const auto& piece : path.pieces) {
        for (std::size_t i = 0; i + 1 < piece.size(); ++i) {
            const double whole = distance(piece[i], piece[i + 1]);
            const int steps = std::max(1, static_cast<int>(whole / kStep));
            for (int k = 0; k < steps; ++k) {
                const Vec3 at = lerp(piece[i], piece[i + 1], (k + 0.5) / steps);
                const auto nearest = atlas.nearest(at, kReach, wanted);
                const double away = nearest ? nearest->distance : kReach;
                coverage.length += whole / steps;
                if (away <= kBeside) coverage.inside += whole / steps;
                if (away <= kBeside || is_on_course(atlas, at, names))
                    coverage.over += whole / steps;
                coverage.farthest = std::max(coverage.farthest, away);
            }
        }
    }
    return coverage;
}

void add_share(AgreementRow row, double percent, double length, std::vector<AgreementRow>& rows) {
    row.expected = ">= 85 %";
    row.measured = fixed_text(percent, 0) + " % of " + fixed_text(length, 0) + " mm";
    row.error = 100.0 - percent;
    row.tolerance = 100.0 - kShare_percent;
    row.unit = "% outside";
    row.verdict = verdict_of(*row.error, row.tolerance);
    rows.push_back(std::move(row));
}

void prefer_published(AgreementRow& row) {
    if (row.verdict == Verdict::Beyond) row.verdict = Verdict::Published;
}

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

void compare_paths(const Reference& reference, const anatomy::Atlas& atlas, Agreement& agreement) {
    std::map<std::string, Coverage> of_group;
    std::map<std::string, std::string> missing;
    Coverage all;
    Coverage undisputed;
    for (const FasciclePath& path : reference.paths) {
        const auto names = structures_of(atlas, path);
        AgreementRow row;
        row.group = "fascicle";
        row.name = path.group + ": " + path.name;
        row.source = path.source;
        if (names.empty()) {
            missing[path.group] = path.source;
            continue;
        }
        const Coverage coverage = coverage_of(atlas, path, names);
        if (coverage.length <= 0.0) continue;
        row.note = "course " + fixed_text(coverage.course_percent(), 0) + " %, farthest " +
                   fixed_text(coverage.farthest, 0);
        const char* says = published(row.name);
        if (says != nullptr) row.note += "; " + std::string(says);
        add_share(row, coverage.share_percent(), coverage.length, agreement.rows);
        if (says != nullptr) prefer_published(agreement.rows.back());
        for (Coverage* sum : {&of_group[path.group], &all, &undisputed}) {
            if (sum == &undisputed && says != nullptr) continue;
            sum->length += coverage.length;
            sum->inside += coverage.inside;
            sum->over += coverage.over;
        }
    }
    for (const auto& [group, source] : missing) {
        AgreementRow row;
        row.group = "fascicle";
        row.name = group;
        row.source = source;
        row.verdict = Verdict::Missing;
        row.unit = "";
        row.note = "the atlas has no such muscle";
        agreement.rows.push_back(row);
    }
    AgreementRow summary;
    summary.group = "summary";
    for (const auto& [group, coverage] : of_group) {
        summary.name = "fascicles of " + group;
        const char* says = published(group + ": ");
        summary.note = says != nullptr ? says : "";
        add_share(summary, coverage.share_percent(), coverage.length, agreement.summaries);
        if (says != nullptr) prefer_published(agreement.summaries.back());
    }
    summary.note.clear();
    for (const auto& [group, coverage] : of_group) {
        summary.name = "courses of " + group + ", seen from the skin";
        add_share(summary, coverage.course_percent(), coverage.length, agreement.summaries);
    }
    if (all.length <= 0.0) return;
    summary.name = "fascicles, all";
    add_share(summary, all.share_percent(), all.length, agreement.summaries);
    summary.name = "fascicles that no published attachment contradicts";
    if (undisputed.length > 0.0)
        add_share(summary, undisputed.share_percent(), undisputed.length, agreement.summaries);
    summary.name = "courses, all, seen from the skin";
    add_share(summary, all.course_percent(), all.length, agreement.summaries);
}

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
