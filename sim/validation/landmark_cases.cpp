// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Landmarks: how the spine is divided, how long a scapula and its spine are, how wide the
// shoulders, and where the scapula's lower tip lies.
#include <algorithm>

#include "anatomy/landmark_rules.h"
#include "validation/cohorts.h"
#include "validation/study.h"

namespace dryrun::validation {
namespace {

using anatomy::Skeleton;

Vec3 tip(const Skeleton& skeleton, const char* level) {
    return skeleton.landmark(std::string("spinous.") + level);
}

// Along the back from C7 to the height of the PSIS, from tip to tip as a tape lies; then the shares
// of it at T4, T7, T10, L1 and L4 in percent.
Result<Findings> measure_tape(const Subject& subject) {
    const Skeleton& skeleton = *subject.skeleton;
    Findings findings(1);
    double whole = 0.0;
    Vec3 last = tip(skeleton, "C7");
    for (const char* level : {"T4", "T7", "T10", "L1", "L4"}) {
        whole += distance(last, tip(skeleton, level));
        findings.emplace_back(whole);
        last = tip(skeleton, level);
    }
    const Vec3 sacrum = skeleton.landmark("spinous.S1");
    const double part = (last.z - skeleton.landmark("psis.left").z) / (last.z - sacrum.z);
    whole += part * distance(last, sacrum);
    findings[0] = whole;
    for (std::size_t i = 1; i < findings.size(); ++i) *findings[i] *= 100.0 / whole;
    return findings;
}

Study ernst() {
    constexpr const char* kSource = "Ernst 2013, BMC Res Notes 6:58; 22 adults";
    Study study;
    study.name = "Ernst";
    study.cohort = standing();
    study.needs_atlas = false;
    study.needs_skeleton = true;
    study.measure = measure_tape;
    study.rows = {{{.id = "clinical.V20",
                    .quantity = "C7 to PSIS level along the back",
                    .unit = "mm",
                    .expected = "509 ± 35",
                    .tolerance = {494.0, 524.0},
                    .expected_sd = 35.0,
                    .source = kSource,
                    .place = {"C7 to PSIS", "midline", "along the spinous tips"}},
                   0}};
    struct Share {
        const char* level;
        const char* expected;
        double percent;
    };
    const Share shares[] = {{"T4", "21", 21.0},
                            {"T7", "39", 39.0},
                            {"T10", "54.1", 54.1},
                            {"L1", "70.9", 70.9},
                            {"L4", "86.1", 86.1}};
    std::size_t column = 1;
    for (const Share& share : shares) {
        study.rows.push_back({{.id = "clinical.V20",
                               .quantity = std::string("place of ") + share.level + " on it",
                               .unit = "%",
                               .expected = share.expected,
                               .tolerance = {share.percent - 2.0, share.percent + 2.0},
                               .source = kSource,
                               .place = {share.level, "midline", "along the spinous tips"}},
                              column++});
    }
    return study;
}

// From the medial edge of the scapula, where the spine begins, to the lateral edge of the acromion.
double length_of_spine(const Skeleton& skeleton) {
    const Vec3 acromion = skeleton.landmark("scapula.acromion.left");
    const Vec3 root = skeleton.landmark("scapula.root_of_spine.left");
    const auto& border = skeleton.scapulae.back().medial_border;
    const Vec3 edge = *std::min_element(border.begin(), border.end(), [&](auto& a, auto& b) {
        return distance(a, root) < distance(b, root);
    });
    return distance(edge, acromion);
}

Study scapula_length() {
    Study study;
    study.name = "length of the scapula";
    study.cohort = of_silent_source();
    study.needs_atlas = false;
    study.needs_skeleton = true;
    study.measure = [](const Subject& subject) -> Result<Findings> {
        return Findings{distance(subject.skeleton->landmark("scapula.inferior_angle.left"),
                                 subject.skeleton->landmark("scapula.superior_angle.left")),
                        length_of_spine(*subject.skeleton)};
    };
    constexpr const char* kSource = "Von Schroeder 2001, Clin Orthop 383:131; 15 pairs";
    study.rows = {{{.id = "clinical.V21",
                    .quantity = "superior to inferior angle of the scapula",
                    .unit = "mm",
                    .expected = "155 ± 16",
                    .tolerance = {147.0, 163.0},
                    .expected_sd = 16.0,
                    .source = kSource,
                    .place = {"scapula", "its angles", "straight"}},
                   0},
                  {{.id = "clinical.V21",
                    .quantity = "spine of the scapula, medial edge to acromion",
                    .unit = "mm",
                    .expected = "134 ± 12",
                    .tolerance = {128.0, 140.0},
                    .expected_sd = 12.0,
                    .source = kSource,
                    .place = {"scapula", "its spine", "straight"}},
                   1}};
    return study;
}

// Between the lateral edges of the acromia. Within a standard deviation of the surveys' means:
// their instrument adds the skin over the bone, and people differ between surveys by as much.
Study breadth_of_shoulders(bool of_men) {
    const double mean = of_men ? 400.0 : 355.0;
    const double sd = of_men ? 20.0 : 18.0;
    Study study;
    study.name = of_men ? "breadth of men's shoulders" : "breadth of women's shoulders";
    study.cohort = standing();
    study.cohort.share_of_men = of_men ? 1.0 : 0.0;
    study.needs_atlas = false;
    study.needs_skeleton = true;
    study.measure = [](const Subject& subject) -> Result<Findings> {
        return Findings{subject.skeleton->landmark("scapula.acromion.left").x -
                        subject.skeleton->landmark("scapula.acromion.right").x};
    };
    study.rows = {{{.id = "clinical.V51",
                    .quantity = of_men ? "biacromial breadth, men" : "biacromial breadth, women",
                    .unit = "mm",
                    .expected = of_men ? "400 ± 20" : "355 ± 18",
                    .tolerance = {mean - sd, mean + sd},
                    .expected_sd = sd,
                    .source = "Pheasant 1996, Bodyspace; British adults of 19–65",
                    .place = {"acromion", "its lateral edge", "from side to side"}},
                   0}};
    return study;
}

// The number of the thoracic spinous tip beside which it lies.
std::optional<double> thoracic_level_of_inferior_angle(const Skeleton& skeleton) {
    const auto level = anatomy::spinous_level(anatomy::landmarks_of(skeleton),
                                              skeleton.landmark("scapula.inferior_angle.left").z);
    if (!level) return std::nullopt;
    return *level - anatomy::level_of("T8") + 8.0;
}

double above_t8(const Skeleton& skeleton) {
    return skeleton.landmark("scapula.inferior_angle.left").z - tip(skeleton, "T8").z;
}

Result<Findings> measure_inferior_angle(const Subject& subject) {
    anatomy::BodyParameters prone = subject.body;
    prone.posture = anatomy::Posture::Prone;
    const auto lying = anatomy::make_skeleton(prone, subject.tables->skeleton);
    if (!lying) return lying.error();
    return Findings{thoracic_level_of_inferior_angle(*subject.skeleton),
                    above_t8(*subject.skeleton) - above_t8(*lying)};
}

Study inferior_angle() {
    Study study;
    study.name = "inferior angle";
    study.cohort = standing();
    study.needs_atlas = false;
    study.needs_skeleton = true;
    study.measure = measure_inferior_angle;
    study.rows = {{{.id = "clinical.V47",
                    .quantity = "level of the scapula's inferior angle",
                    .unit = "thoracic level",
                    .expected = "8 ± 0.9",
                    .tolerance = {7.6, 8.4},
                    .expected_sd = 0.9,
                    .source = "J Chiropr Med, PMC2647093; radiographs of 34",
                    .place = {"T8", "inferior angle", "height against the spinous tips"}},
                   0},
                  {{.id = "clinical.V47",
                    .quantity = "how much lower it lies prone, arms on rests",
                    .unit = "mm",
                    .expected = "18.4",
                    .tolerance = {12.4, 24.4},
                    .source = "ChiroIndex 20577; 20 adults",
                    .place = {"T8", "inferior angle", "height against the tip of T8"},
                    .remark = "prone against standing"},
                   1}};
    return study;
}

}  // namespace

std::vector<Study> landmark_studies() {
    return {ernst(), scapula_length(), breadth_of_shoulders(true), breadth_of_shoulders(false),
            inferior_angle()};
}

}  // namespace dryrun::validation
