// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Paths of fascicles against the muscles they belong to: how much of them lies in the muscle, how
// much could, and by how much the muscle lies too deep or too near the skin.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "agreement.h"
#include "model_body.h"

namespace dryrun::compare {
namespace {

constexpr double kStep = 3.0;    // between the places of a path that are asked
constexpr double kBeside = 5.0;  // from its muscle
constexpr double kReach = 40.0;  // of the search for it
constexpr double kShare_percent = 85.0;
constexpr double kLeastFollowed_percent = 15.0;  // of a path, or nothing can be said of it
constexpr std::size_t kThirds = 3;

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

// A length on which the muscle's depth differs by so much: more is deeper than the path.
struct DepthError {
    double length = 0.0;
    double sum = 0.0;
    void add(double error, double of_length) {
        length += of_length;
        sum += error * of_length;
    }
    std::string text() const {
        if (length <= 0.0) return "-";
        const double mean = sum / length;
        return (mean >= 0.05 ? "+" : "") + fixed_text(mean, 1);
    }
};

struct Coverage {
    double length = 0.0;
    double inside = 0.0;    ///< in the muscle or within kBeside of it
    double over = 0.0;      ///< over or under it, seen square to the skin
    double farthest = 0.0;  ///< held at the reach of the search
    double free = 0.0;      ///< where a muscle can follow
    double inside_free = 0.0;
    double tight = 0.0;                     ///< pushed out by what lies deeper, drawn tight over it
    double inside_tight = 0.0;              ///< of that in the muscle or within kBeside of it
    std::array<double, kObstacles> kept{};  ///< where none can, by what keeps it away
    DepthError depth;                       ///< where a muscle can follow
    std::array<DepthError, kThirds> of_thirds;  ///< the same, from the upper end down

    static double percent(double part, double whole) {
        return whole > 0.0 ? 100.0 * part / whole : 0.0;
    }
    double share_percent() const { return percent(inside, length); }
    double course_percent() const { return percent(over, length); }
    double followed_percent() const { return percent(inside_free, free); }
    double free_percent() const { return percent(free, length); }
    double tight_percent() const { return percent(inside_tight, tight); }
    void add(const Coverage& other);
};

void Coverage::add(const Coverage& other) {
    length += other.length;
    inside += other.inside;
    over += other.over;
    farthest = std::max(farthest, other.farthest);
    free += other.free;
    inside_free += other.inside_free;
    tight += other.tight;
    inside_tight += other.inside_tight;
    for (std::size_t i = 0; i < kObstacles; ++i) kept[i] += other.kept[i];
    depth.length += other.depth.length;
    depth.sum += other.depth.sum;
    for (std::size_t i = 0; i < kThirds; ++i) {
        of_thirds[i].length += other.of_thirds[i].length;
        of_thirds[i].sum += other.of_thirds[i].sum;
    }
}

// What the line through a place square to the skin meets. The models draw a path as straight lines
// between points on bone, which cut below sheets that lie round the chest: their course can be
// trusted further than their depth.
struct Look {
    Vec3 outwards{0.0, 1.0, 0.0};
    double covering = 0.0;        ///< skin, fat and fascia over the first muscle
    std::optional<double> error;  ///< by how much the muscle lies deeper than the place, less than
                                  ///< nothing where nearer the skin; none where it is not met
};

Look look_from(const anatomy::Atlas& atlas, const Vec3& at, const std::set<std::string>& names) {
    Look look;
    const auto skin = atlas.skin_at(at);
    if (!skin) return look;
    const Vec3 from_skin = at - skin->point;
    look.outwards = skin->normal;
    if (length(from_skin) > 1.0)
        look.outwards = normalised(dot(from_skin, skin->normal) > 0.0 ? from_skin : -from_skin);
    const auto line = atlas.layers_along(skin->point + look.outwards, -look.outwards, 100.0);
    if (!line) return look;
    const double depth = -dot(at - line->entry, look.outwards);
    bool is_covering = true;
    for (const auto& span : line->spans) {
        const anatomy::Structure& one = atlas.structure(span.structure);
        is_covering = is_covering && (one.tissue == anatomy::Tissue::Skin ||
                                      one.tissue == anatomy::Tissue::Fat || one.name == "fascia");
        if (is_covering) look.covering = span.exit;
        if (names.count(one.name) == 0) continue;
        const double error = depth < span.enter  ? span.enter - depth
                             : depth > span.exit ? span.exit - depth
                                                 : 0.0;
        if (!look.error || std::fabs(error) < std::fabs(*look.error)) look.error = error;
    }
    return look;
}

// The models' own body, and bones of the atlas that stand as theirs do (within 5 mm; the ribs' own
// places are known better).
Obstacle obstacle_at(const ModelBody& model, const anatomy::Atlas& atlas, const FasciclePath& path,
                     const Vec3& at, const Look& look) {
    const Obstacle own =
        model.obstacle_at(path, at, look.outwards, look.covering - kBeside, kBeside);
    if (own != Obstacle::None) return own;
    const auto here = atlas.at(at);
    const bool is_in_chest = here && (atlas.structure(*here).tissue == anatomy::Tissue::Lung ||
                                      atlas.structure(*here).tissue == anatomy::Tissue::Pleura);
    if (is_in_chest) return Obstacle::Ribs;
    const auto bone = atlas.nearest(at, 1.0, [](const anatomy::Structure& one) {
        return one.tissue == anatomy::Tissue::Bone && !one.name.starts_with("rib.");
    });
    if (bone && bone->distance < -kBeside) return Obstacle::Bone;
    if (!ModelBody::lies_behind_bones(path)) return Obstacle::None;
    // Nearest first: what is met on the way out is over the place.
    const auto over = atlas.first_bone(at, look.outwards, kReach);
    const bool is_rib = over && atlas.structure(over->structure).name.starts_with("rib.");
    return over && !is_rib && over->distance > kBeside ? Obstacle::Bone : Obstacle::None;
}

// The path with its attachments carried over from the models' bones to those of the atlas, which
// figures published of people hold lower (scapula) or further forward (ribs 8 to 12).
FasciclePath carried_to(const anatomy::Atlas& atlas, const Reference& reference,
                        const FasciclePath& path) {
    const std::string side = path.is_left ? ".left" : ".right";
    const auto from = scapula_points(reference, path.is_left);
    const auto inferior = atlas.landmark("scapula.inferior_angle" + side);
    const auto superior = atlas.landmark("scapula.superior_angle" + side);
    const auto acromion = atlas.landmark("scapula.acromion" + side);
    const auto carried_point = [&](const Vec3& at, const std::string& bone) {
        if (bone == "scapula" && from && inferior && superior && acromion)
            return carried_with_scapula(at, *from, {*inferior, *superior, *acromion});
        const auto theirs = std::find_if(reference.ribs.begin(), reference.ribs.end(),
                                         [&](const auto& rib) { return rib.name == bone + side; });
        const auto ours = std::find_if(atlas.ribs().begin(), atlas.ribs().end(),
                                       [&](const auto& rib) { return rib.first == bone + side; });
        if (theirs == reference.ribs.end() || ours == atlas.ribs().end()) return at;
        return carried_with_rib(at, theirs->points, ours->second);
    };
    FasciclePath carried = path;
    for (std::size_t i = 0; i < path.pieces.size(); ++i) {
        for (std::size_t k = 0; k < path.pieces[i].size(); ++k)
            carried.pieces[i][k] = carried_point(path.pieces[i][k], path.bones[i][k]);
    }
    return carried;
}

// A place of a straight stretch of a path, in the middle of a step.
struct Sample {
    Vec3 at;
    Look look;
    double tight = 0.0;  ///< how far outwards it lies once the stretch is drawn tight
};

std::vector<Sample> samples_of(const anatomy::Atlas& atlas, const ModelBody& model,
                               const FasciclePath& path, const std::set<std::string>& names,
                               const Vec3& from, const Vec3& to) {
    std::vector<Sample> samples;
    std::vector<double> pushed;
    const int steps = std::max(1, static_cast<int>(distance(from, to) / kStep));
    for (int k = 0; k < steps; ++k) {
        Sample sample;
        sample.at = lerp(from, to, (k + 0.5) / steps);
        sample.look = look_from(atlas, sample.at, names);
        pushed.push_back(model.pushed_out(path, sample.at, sample.look.outwards));
        samples.push_back(sample);
    }
    if (!ModelBody::is_stretched_sheet(path)) return samples;
    const std::vector<double> tight = drawn_tight(pushed);
    for (std::size_t k = 0; k < samples.size(); ++k) samples[k].tight = tight[k];
    return samples;
}

Coverage coverage_of(const anatomy::Atlas& atlas, const ModelBody& model, const FasciclePath& path,
                     const std::set<std::string>& names) {
    Coverage coverage;
    const auto wanted = [&](const anatomy::Structure& one) { return names.count(one.name) != 0; };
    double whole = 0.0;
    for (const auto& piece : path.pieces) {
        for (std::size_t i = 0; i + 1 < piece.size(); ++i)
            whole += distance(piece[i], piece[i + 1]);
    }
    if (whole <= 0.0) return coverage;
    const bool begins_above = path.pieces.front().front().z >= path.pieces.back().back().z;
    const auto add = [&](const Sample& sample, double step) {
        const Look& look = sample.look;
        const auto nearest = atlas.nearest(sample.at, kReach, wanted);
        const double away = nearest ? nearest->distance : kReach;
        const bool is_inside = away <= kBeside;
        const double done = (coverage.length + 0.5 * step) / whole;
        const double down = begins_above ? done : 1.0 - done;
        coverage.length += step;
        if (is_inside) coverage.inside += step;
        if (is_inside || look.error) coverage.over += step;
        coverage.farthest = std::max(coverage.farthest, away);
        const bool is_pushed = sample.tight > kBeside;
        if (is_pushed) {
            const Vec3 tight = sample.at + look.outwards * sample.tight;
            const auto beside = atlas.nearest(tight, kReach, wanted);
            coverage.tight += step;
            if (beside && beside->distance <= kBeside) coverage.inside_tight += step;
        }
        Obstacle obstacle = obstacle_at(model, atlas, path, sample.at, look);
        if (obstacle == Obstacle::None && is_pushed) obstacle = Obstacle::Chord;
        if (obstacle != Obstacle::None) {
            coverage.kept[static_cast<std::size_t>(obstacle)] += step;
            return;
        }
        coverage.free += step;
        if (is_inside) coverage.inside_free += step;
        if (!look.error) return;
        coverage.depth.add(*look.error, step);
        const auto third = std::min(static_cast<std::size_t>(down * kThirds), kThirds - 1);
        coverage.of_thirds[third].add(*look.error, step);
    };
    for (const auto& piece : path.pieces) {
        for (std::size_t i = 0; i + 1 < piece.size(); ++i) {
            const auto samples = samples_of(atlas, model, path, names, piece[i], piece[i + 1]);
            const double step =
                distance(piece[i], piece[i + 1]) / static_cast<double>(samples.size());
            for (const Sample& sample : samples) add(sample, step);
        }
    }
    return coverage;
}

// "too deep by +2.1 (thirds from above +5.0 +1.2 0.0); can be followed for 60 %, 95 % of that
// within; 30 % in or before the models' ribs".
std::string told(const Coverage& coverage) {
    std::string text = "deeper by " + coverage.depth.text() + " (thirds from above";
    for (const DepthError& third : coverage.of_thirds) text += " " + third.text();
    text += ")";
    if (coverage.free < coverage.length) {
        text += "; " + fixed_text(coverage.free_percent(), 0) + " % can be followed, of that " +
                fixed_text(coverage.followed_percent(), 0) + " % is";
    }
    for (std::size_t i = 1; i < kObstacles; ++i) {
        const double share = Coverage::percent(coverage.kept[i], coverage.length);
        if (share < 0.5) continue;
        text +=
            "; " + fixed_text(share, 0) + " % " + std::string(name_of(static_cast<Obstacle>(i)));
    }
    if (coverage.tight > 0.0) {
        const double share = Coverage::percent(coverage.tight, coverage.length);
        text += "; drawn tight " + fixed_text(share, 0) + " % lie further out, of that " +
                fixed_text(coverage.tight_percent(), 0) + " % in the muscle";
    }
    return text;
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

// A model whose own ribs, skin or pelvis stand in the way of its line does not say where the muscle
// is; what is left of the line does.
void prefer_published(AgreementRow& row, const Coverage& coverage) {
    if (row.verdict != Verdict::Beyond) return;
    const bool says_enough = coverage.free_percent() >= kLeastFollowed_percent;
    if (!says_enough || coverage.followed_percent() >= kShare_percent)
        row.verdict = Verdict::Published;
}

}  // namespace

void compare_paths(const Reference& reference, const anatomy::Atlas& atlas, Agreement& agreement) {
    std::map<std::string, Coverage> of_group;
    std::map<std::string, std::string> missing;
    Coverage all;
    Coverage as_they_stand;
    // Lines of deeper muscles go with the bones that they hold on to.
    Reference carried = reference;
    for (FasciclePath& path : carried.paths) path = carried_to(atlas, reference, path);
    const ModelBody model(reference);
    const ModelBody carried_model(carried);
    for (std::size_t i = 0; i < reference.paths.size(); ++i) {
        const FasciclePath& path = reference.paths[i];
        const auto names = structures_of(atlas, path);
        AgreementRow row;
        row.group = "fascicle";
        row.name = path.group + ": " + path.name;
        row.source = path.source;
        if (names.empty()) {
            missing[path.group] = path.source;
            continue;
        }
        const Coverage coverage = coverage_of(atlas, carried_model, carried.paths[i], names);
        if (coverage.length <= 0.0) continue;
        as_they_stand.add(coverage_of(atlas, model, path, names));
        row.note = "course " + fixed_text(coverage.course_percent(), 0) + " %, farthest " +
                   fixed_text(coverage.farthest, 0) + "; " + told(coverage);
        add_share(row, coverage.share_percent(), coverage.length, agreement.rows);
        prefer_published(agreement.rows.back(), coverage);
        of_group[path.group].add(coverage);
        all.add(coverage);
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
        summary.note = told(coverage);
        add_share(summary, coverage.share_percent(), coverage.length, agreement.summaries);
        prefer_published(agreement.summaries.back(), coverage);
    }
    summary.note.clear();
    for (const auto& [group, coverage] : of_group) {
        summary.name = "courses of " + group + ", seen from the skin";
        add_share(summary, coverage.course_percent(), coverage.length, agreement.summaries);
    }
    if (all.length <= 0.0) return;
    const auto add_all = [&](const std::string& name, const Coverage& coverage) {
        summary.name = name;
        summary.note = told(coverage);
        add_share(summary, coverage.share_percent(), coverage.length, agreement.summaries);
        prefer_published(agreement.summaries.back(), coverage);
    };
    add_all("fascicles, all, on the models' own bones", as_they_stand);
    add_all("fascicles, all", all);
    summary.note.clear();
    summary.name = "fascicles, where the models' own body lets a muscle lie";
    if (all.free > 0.0) add_share(summary, all.followed_percent(), all.free, agreement.summaries);
    summary.name =
        "fascicles of sheets, drawn tight where the models' ribs and deeper lines push them out";
    if (all.tight > 0.0) add_share(summary, all.tight_percent(), all.tight, agreement.summaries);
    summary.name = "courses, all, seen from the skin";
    add_share(summary, all.course_percent(), all.length, agreement.summaries);
}

}  // namespace dryrun::compare
