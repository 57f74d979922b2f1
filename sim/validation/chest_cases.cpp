// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The wall of the chest: the fifth rib by the shoulder blade, the pleura beside the spine.
#include <cmath>

#include "validation/cohorts.h"
#include "validation/line_reading.h"
#include "validation/study.h"

namespace dryrun::validation {
namespace {

// Rib 5 where it passes under the scapula's border: BL43 lies 3 cun beside the spine, and the
// border is where 3 cun are counted to (WHO 2008, standard acupuncture point locations).
Result<Findings> measure_rib_5(const Subject& subject) {
    const auto rib = rib_beside_scapula(*subject.skeleton, 5, 0.0);
    if (!rib) return Findings(1);
    return Findings{reading_through(*subject.atlas, rib->at, rib->outward).to("rib.5.")};
}

Study wada() {
    Study study;
    study.name = "Wada";
    study.cohort.share_of_men = 1.0;
    study.cohort.body_mass_index = anatomy::Spread{23.8, 3.0};  // men of Japan
    study.cohort.age_years = {22.0, 63.0};
    study.cohort.stature = anatomy::Spread{1710.0, 55.0};
    study.cohort_remark = "18 healthy men of 1615-1815 mm, BMI assumed";
    study.needs_skeleton = true;
    study.measure = measure_rib_5;
    study.rows = {{{.id = "clinical.V06",
                    .quantity = "skin to rib 5, men",
                    .unit = "mm",
                    .expected = "27 ± 4 (19–34)",
                    .tolerance = {24.0, 30.0},
                    .expected_sd = 4.0,
                    .source = "Wada 2025, J Phys Ther Sci 37:84; ultrasound of 18 men",
                    .place = {"rib 5", "the scapula's medial border (BL43)",
                              "square to the rib, over its middle"}},
                   0}};
    return study;
}

// In front of the process: from where the line leaves the vertebra to the pleura.
Result<Findings> measure_before_process(const Subject& subject) {
    const auto& atlas = *subject.atlas;
    const Vec3 process = *atlas.landmark("transverse.T4.right");
    const auto beyond = [&](double x) {
        Mean mean;
        for (double below = -2.0; below <= 4.0; below += 1.0) {
            const LineReading line(atlas, {x, 300.0, process.z - below}, {0.0, -1.0, 0.0}, 120.0);
            const auto bone = line.end_of("vertebra.T4");
            const auto pleura = line.to("pleura");
            if (bone && pleura) mean.add(*pleura - *bone);
        }
        return mean.value();
    };
    return Findings{beyond(-25.0), beyond(process.x + 2.0)};
}

Study paravertebral() {
    Study study;
    study.name = "paravertebral space";
    study.cohort = of_silent_source();
    study.measure = measure_before_process;
    const auto row = [](const char* quantity, const char* expected, Range tolerance, double sd,
                        const char* lateral, std::size_t column) {
        return StudyRow{{.id = "clinical.V11",
                         .quantity = quantity,
                         .unit = "mm",
                         .expected = expected,
                         .tolerance = tolerance,
                         .expected_sd = sd,
                         .source = "CT anatomy of the thoracic paravertebral space; 42 adults",
                         .place = {"transverse process of T4", lateral, "straight forward"},
                         .remark = "from the front of the process; where no process is, none"},
                        column};
    };
    study.rows = {
        row("transverse process to pleura, T4, 25 mm", "21 ± 4.2", {18.0, 24.0}, 4.2, "25 mm", 0),
        row("transverse process to pleura, T4, at its tip", "12 ± 2.7", {9.0, 15.0}, 2.7,
            "2 mm inside the tip", 1)};
    return study;
}

}  // namespace

std::vector<Study> chest_studies() {
    return {wada(), paravertebral()};
}

}  // namespace dryrun::validation
