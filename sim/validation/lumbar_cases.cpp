// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The loin: whether a needle beside the spine meets bone, how deep the spinal canal lies, and how
// far the spinous processes stand apart.
#include <array>
#include <cmath>
#include <string>

#include "collision/bone_world.h"
#include "core/deterministic_math.h"
#include "validation/cohorts.h"
#include "validation/line_reading.h"
#include "validation/study.h"

namespace dryrun::validation {
namespace {

using anatomy::Atlas;
using anatomy::Skeleton;
using anatomy::Tissue;

constexpr double kDeep = 60.0;  // in front of the spinous tip no lamina is looked for

std::optional<double> as_finding(bool holds) {
    return holds ? 1.0 : 0.0;
}

std::optional<double> either(const std::optional<double>& a, const std::optional<double>& b) {
    if (!a || !b) return std::nullopt;
    return 0.5 * (*a + *b);
}

// Straight forward at the height of a spinous tip: whether no bone of the loin is met.
class BesideSpine {
  public:
    explicit BesideSpine(const Skeleton& skeleton) : skeleton_(skeleton), world_(near(skeleton)) {}

    bool misses(const char* level, double lateral) const {
        Vec3 from = skeleton_.landmark(std::string("spinous.") + level);
        from.x = lateral;
        from.y += 30.0;
        return !world_.first_hit(from, {0.0, -1.0, 0.0}, 30.0 + kDeep).has_value();
    }

  private:
    static std::vector<const Mesh*> near(const Skeleton& skeleton) {
        std::vector<const Mesh*> meshes;
        for (const anatomy::Bone& bone : skeleton.bones) {
            if (bone.name.starts_with("vertebra.L") || bone.name == "vertebra.T12" ||
                bone.name == "rib.12.left")
                meshes.push_back(&bone.mesh());
        }
        return meshes;
    }

    const Skeleton& skeleton_;
    BoneWorld world_;
};

Result<Findings> measure_bone_met(const Subject& subject) {
    const BesideSpine beside(*subject.skeleton);
    return Findings{
        as_finding(beside.misses("L1", 25.0)),
        either(as_finding(beside.misses("L1", 15.0)), as_finding(beside.misses("L1", 20.0))),
        as_finding(!beside.misses("L4", 12.5))};
}

Study bone_met() {
    constexpr const char* kMyotome = "J Man Manip Ther 2020 28:111; 10 bodies";
    Study study;
    study.name = "bone beside the lumbar spine";
    study.cohort = of_silent_source();
    study.needs_atlas = false;
    study.needs_skeleton = true;
    study.measure = measure_bone_met;
    const auto row = [](const char* id, const char* quantity, const char* expected, Range tolerance,
                        const char* source, const char* level, const char* lateral,
                        std::size_t column) {
        return StudyRow{{.id = id,
                         .quantity = quantity,
                         .unit = "%",
                         .expected = expected,
                         .tolerance = tolerance,
                         .source = source,
                         .place = {level, lateral, "straight forward, to 60 mm before the tip"}},
                        column,
                        share_of};
    };
    study.rows = {row("clinical.V12", "no bone met beside L1", "44", {30.0, 60.0}, kMyotome,
                      "tip of L1", "25 mm", 0),
                  row("clinical.V13", "no bone met nearer L1", "22", {10.0, 35.0}, kMyotome,
                      "tip of L1", "15 and 20 mm", 1),
                  row("clinical.V16", "lamina met beside L4", "8 of 8", {90.0, 100.0},
                      "Hannah 2016, Man Ther 26:160; 4 bodies", "tip of L4", "12.5 mm", 2)};
    return study;
}

// The first bone on a line, and whether it is a lamina: the roof of the canal between the spinous
// process and the articular processes, which stand beside it.
struct FirstBone {
    bool is_met = false;
    bool is_lamina = false;
};

FirstBone first_bone_at(const Subject& subject, const Vec3& entry, const Vec3& direction,
                        double length) {
    const auto hit = subject.atlas->first_bone(entry, direction, length);
    if (!hit) return {};
    const std::string& name = subject.atlas->structure(hit->structure).name;
    if (!name.starts_with("vertebra.")) return {true, false};
    const anatomy::Vertebra& vertebra = subject.skeleton->vertebra(name.substr(9));
    const Vec3 at = vertebra.frame.to_local(entry + direction * hit->distance);
    const Vec3 lamina = vertebra.frame.to_local(vertebra.lamina_left);
    constexpr double kProcessFrom = 4.0;  // behind the lamina
    constexpr double kBeyondCanal = 4.0;  // the lamina ends where the articular processes begin
    const bool is_roof = std::fabs(at.x) <= vertebra.canal_half_width + kBeyondCanal;
    return {true, is_roof && at.y < lamina.y + kProcessFrom};
}

// Beside a spinous process is counted from its side.
constexpr double kSpinousHalfWidth = 3.5;

// The source's therapists found L4 and L5 with their fingers. Marks that two of them put on the
// skin over L5 lay within 10 mm of each other in 67 % (Robinson 2009, Man Ther 14:409): a
// difference of SD 10.3 mm, so one mark strays by 7.3 along the spine.
constexpr double kPalpatedHeightSd = 7.3;
// The middles of nine equal parts of a normal distribution.
constexpr std::array kNinths = {-1.593, -0.967, -0.589, -0.282, 0.0, 0.282, 0.589, 0.967, 1.593};

// From 20 mm beside the spinous process at this height, 20° towards it, 100 mm of needle.
std::optional<FirstBone> bone_on_way_to_deep_multifidus(const Subject& subject, double height) {
    const auto skin = subject.atlas->skin_hit({-20.0 - kSpinousHalfWidth, 1000.0, height},
                                              {0.0, -1.0, 0.0}, 2000.0);
    if (!skin) return std::nullopt;
    const double tilt = det::radians(20.0);
    return first_bone_at(subject, skin->point, {det::sin(tilt), -det::cos(tilt), 0.0}, 100.0);
}

Result<Findings> measure_deep_multifidus(const Subject& subject) {
    Mean lamina_at_tip;
    Mean lamina;
    Mean bone;
    for (const char* level : {"L4", "L5"}) {
        const double tip = subject.atlas->landmark(std::string("spinous.") + level)->z;
        if (const auto met = bone_on_way_to_deep_multifidus(subject, tip))
            lamina_at_tip.add(as_finding(met->is_lamina));
        for (const double strays : kNinths) {
            const auto met =
                bone_on_way_to_deep_multifidus(subject, tip + strays * kPalpatedHeightSd);
            if (!met) continue;
            bone.add(as_finding(met->is_met));
            lamina.add(as_finding(met->is_lamina));
        }
    }
    return Findings{bone.value(), lamina.value(), lamina_at_tip.value()};
}

Study wang_price() {
    Study study;
    study.name = "Wang-Price";
    study.cohort = of_silent_source();
    study.cohort.body_mass_index_within = {25.0, 39.0};
    study.cohort_remark = "21 adults of more than 25 kg/m²";
    study.needs_skeleton = true;
    study.measure = measure_deep_multifidus;
    const Place place{"tips of L4 and L5 as palpated, SD 7.3 mm", "20 mm beside the process's side",
                      "20° medial of straight forward, 100 mm"};
    Place at_tip = place;
    at_tip.level = "tips of L4 and L5";
    constexpr const char* kSource =
        "Wang-Price 2022, J Man Manip Ther, doi 10.1080/10669817.2022.2051239; 21 adults";
    study.rows = {{{.id = "clinical.V14",
                    .quantity = "lamina met by a needle to the deep multifidus, BMI > 25",
                    .unit = "%",
                    .expected = "70–75",
                    .tolerance = {60.0, 85.0},
                    .source = kSource,
                    .place = place,
                    .remark = "entry and angle as Williams 2023 quotes their protocol; how far a "
                              "palpated level strays: Robinson 2009"},
                   1,
                   share_of},
                  {{.id = "clinical.V14",
                    .quantity = "the same where every level is found exactly",
                    .unit = "%",
                    .expected = "70–75",
                    .tolerance = {60.0, 85.0},
                    .is_gate = false,
                    .source = kSource,
                    .place = at_tip},
                   2,
                   share_of},
                  {{.id = "clinical.V14",
                    .quantity = "bone met by it",
                    .unit = "%",
                    .expected = "85–100",
                    .tolerance = {85.0, 100.0},
                    .is_gate = false,
                    .source = kSource,
                    .place = place},
                   0,
                   share_of}};
    return study;
}

// 10 mm beside the spinous process of T12, 22° inwards. Ultrasound guided the needle to the gap
// between the laminae, so every height is tried.
Result<Findings> measure_t12_l1(const Subject& subject) {
    const Atlas& atlas = *subject.atlas;
    const double low = atlas.landmark("spinous.L1")->z;
    const double high = atlas.landmark("spinous.T12")->z + 10.0;
    const double tilt = det::radians(22.0);
    const Vec3 direction{det::sin(tilt), -det::cos(tilt), 0.0};
    constexpr double kStep = 2.0;
    for (double z = high; z > low; z -= kStep) {
        const auto skin =
            atlas.skin_hit({-10.0 - kSpinousHalfWidth, 1000.0, z}, {0.0, -1.0, 0.0}, 2000.0);
        if (!skin) continue;
        const LineReading line(atlas, skin->point - direction * 5.0, direction, 50.0);
        const auto canal = line.to({Tissue::Canal});
        const auto bone = line.to({Tissue::Bone});
        if (canal && (!bone || *bone > *canal)) return Findings{1.0};
    }
    return Findings{0.0};
}

Study williams() {
    Study study;
    study.name = "Williams";
    study.cohort = of_silent_source();
    study.measure = measure_t12_l1;
    study.rows = {{{.id = "clinical.V15",
                    .quantity = "canal reached by a needle of 50 mm",
                    .unit = "%",
                    .expected = "1 of 1",
                    .tolerance = {20.0, 100.0},
                    .source = "Williams 2023, Int J Sports Phys Ther 18:1356; 1 body",
                    .place = {"T12-L1, where the gap between the laminae is",
                              "10 mm beside the process's side",
                              "22° medial of straight forward, before any bone"}},
                   0,
                   share_of}};
    return study;
}

// An epidural needle goes in midway between two spinous processes and is advanced in the midline
// without touching bone, a little cranially where the processes slope down (Anesthesiol Res Pract
// 2014:659160; Vogt 2016, Local Reg Anesth 9:39): of the directions that meet the canal before any
// bone, the middle one. Straight forward a lamina stops it in the upper loin.
std::optional<double> to_canal(const Atlas& atlas, const char* above, const char* below) {
    constexpr int kMostDown_deg = -30;
    constexpr int kMostUp_deg = 50;
    const Vec3 middle = lerp(*atlas.landmark(above), *atlas.landmark(below), 0.5);
    const auto skin = atlas.skin_hit({0.3, middle.y + 200.0, middle.z}, {0.0, -1.0, 0.0}, 400.0);
    if (!skin) return std::nullopt;
    const auto depth_at = [&](double up_deg) -> std::optional<double> {
        const double tilt = det::radians(up_deg);
        const Vec3 direction{0.0, -det::cos(tilt), det::sin(tilt)};
        const LineReading line(atlas, skin->point - direction * 5.0, direction, 160.0);
        const auto canal = line.to({Tissue::Canal});
        const auto bone = line.to({Tissue::Bone});
        return canal && (!bone || *canal < *bone) ? canal : std::nullopt;
    };
    int first = 0;
    int widest = 0;
    int run = 0;
    for (int up_deg = kMostDown_deg; up_deg <= kMostUp_deg; ++up_deg) {
        run = depth_at(up_deg) ? run + 1 : 0;
        if (run <= widest) continue;
        widest = run;
        first = up_deg - run + 1;
    }
    if (widest == 0) return std::nullopt;
    return depth_at(first + 0.5 * (widest - 1));
}

Result<Findings> measure_canal(const Subject& subject) {
    const Atlas& atlas = *subject.atlas;
    return Findings{to_canal(atlas, "spinous.L2", "spinous.L3"),
                    to_canal(atlas, "spinous.L3", "spinous.L4"),
                    to_canal(atlas, "spinous.L4", "spinous.L5"),
                    to_canal(atlas, "spinous.L5", "sacrum.median_crest.S1")};
}

Place between(const char* levels) {
    return {std::string(levels) + ", midway between the processes", "midline",
            "to the middle of the gap between the laminae"};
}

Study cha() {
    constexpr const char* kSource = "Cha 2011, Anesth Pain Med 6:16; 1,653 patients";
    Study study;
    study.name = "Cha";
    study.cohort = of_east_asia();
    study.cohort_remark = "BMI assumed";
    study.measure = measure_canal;
    const auto row = [](const char* id, const char* levels, const char* expected, double mean,
                        std::optional<double> sd, std::size_t column) {
        return StudyRow{{.id = id,
                         .quantity = std::string("skin to epidural space, ") + levels,
                         .unit = "mm",
                         .expected = expected,
                         .tolerance = {mean - 4.0, mean + 4.0},
                         .expected_sd = sd,
                         .source = kSource,
                         .place = between(levels)},
                        column};
    };
    study.rows = {row("clinical.V17", "L3-L4", "46 ± 6.9", 46.0, 6.9, 1),
                  row("clinical.V18", "L2-L3", "44", 44.0, std::nullopt, 0),
                  row("clinical.V18", "L4-L5", "46", 46.0, std::nullopt, 2),
                  row("clinical.V18", "L5-S1", "41", 41.0, std::nullopt, 3)};
    return study;
}

Study lee() {
    Study study;
    study.name = "Lee, obese";
    study.cohort.body_mass_index = anatomy::Spread{28.0, 2.5};
    study.cohort.body_mass_index_within = {30.0, 39.0};
    study.cohort_remark = "obese; the source's bands are not known, taken as those of WHO";
    study.measure = measure_canal;
    study.rows = {{{.id = "clinical.V19",
                    .quantity = "skin to epidural space, L3-L4, obese",
                    .unit = "mm",
                    .expected = "51.6–58.7",
                    .tolerance = {51.6, 58.7},
                    .source = "Lee 2004, Korean J Anesthesiol 47:34; MRI of 124",
                    .place = between("L3-L4"),
                    .remark = "along the spinous process 58.7, square to the spine 51.6"},
                   1}};
    return study;
}

// The least distance between the spinous processes of two neighbours in the median plane.
std::optional<double> interspinous_gap(const Skeleton& skeleton, const std::string& upper,
                                       const std::string& lower) {
    const auto mesh_of = [&](const std::string& name) -> const Mesh* {
        for (const anatomy::Bone& bone : skeleton.bones) {
            if (bone.name == "vertebra." + name) return &bone.mesh();
        }
        return nullptr;
    };
    const Mesh* upper_mesh = mesh_of(upper);
    const Mesh* lower_mesh = mesh_of(lower);
    if (upper_mesh == nullptr || lower_mesh == nullptr) return std::nullopt;
    const anatomy::Vertebra& above = skeleton.vertebra(upper);
    const double lamina = above.frame.to_local(above.lamina_left).y;
    const anatomy::Vertebra& next = skeleton.vertebra(lower);
    const double next_lamina = next.frame.to_local(next.lamina_left).y;
    const BoneWorld below(std::vector<const Mesh*>{lower_mesh});
    std::optional<double> least;
    for (const Vec3& point : upper_mesh->points) {
        if (std::fabs(point.x) > 3.0 || above.frame.to_local(point).y < lamina + 6.0) continue;
        const auto nearest = below.closest(point, 60.0);
        // Its articular processes are no part of the gap.
        if (!nearest || next.frame.to_local(nearest->point).y < next_lamina + 4.0) continue;
        if (!least || nearest->distance < *least) least = nearest->distance;
    }
    return least;
}

Result<Findings> measure_gaps(const Subject& subject) {
    const Skeleton& skeleton = *subject.skeleton;
    return Findings{interspinous_gap(skeleton, "L1", "L2"), interspinous_gap(skeleton, "L2", "L3"),
                    interspinous_gap(skeleton, "L3", "L4"), interspinous_gap(skeleton, "L4", "L5")};
}

Study gaps() {
    Study study;
    study.name = "interspinous gaps";
    study.cohort = of_silent_source();
    study.needs_atlas = false;
    study.needs_skeleton = true;
    study.measure = measure_gaps;
    struct Gap {
        const char* levels;
        const char* expected;
        double mean;
    };
    const Gap gaps[] = {{"L1-L2", "11.8", 11.8},
                        {"L2-L3", "10.9", 10.9},
                        {"L3-L4", "10.4", 10.4},
                        {"L4-L5", "9.9", 9.9}};
    std::size_t column = 0;
    for (const Gap& gap : gaps) {
        study.rows.push_back({{.id = "clinical.V22",
                               .quantity = std::string("interspinous gap, ") + gap.levels,
                               .unit = "mm",
                               .expected = gap.expected,
                               .tolerance = {gap.mean - 1.5, gap.mean + 1.5},
                               .source = "Chulalongkorn Med J vol. 56 no. 3; MRI of 60",
                               .place = {gap.levels, "midline", "least distance of the processes"}},
                              column++});
    }
    return study;
}

}  // namespace

std::vector<Study> lumbar_studies() {
    return {bone_met(), wang_price(), williams(), cha(), lee(), gaps()};
}

}  // namespace dryrun::validation
