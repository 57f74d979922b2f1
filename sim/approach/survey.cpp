// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "approach/survey.h"

#include <map>
#include <memory>
#include <utility>

#include "needle/needle.h"

namespace dryrun::approach {
namespace {

// What stops or endangers the needle on the way, by name.
void name_what_lies_on(const anatomy::Atlas& atlas, SiteReport& report) {
    const Way& way = report.way;
    if (way.hazard_structure) report.hazard = atlas.structure(*way.hazard_structure).name;
    if (!way.bone || way.needle == 0.0) return;
    const auto hit = atlas.first_bone(way.entry.point, way.direction, *way.bone + 2.0);
    if (hit) report.bone = atlas.structure(hit->structure).name;
}

// The lengths stocked in the thicknesses that the site takes.
std::vector<double> lengths_for(const Site& site, const std::vector<needle::NeedleSpec>& stocked) {
    std::vector<double> lengths;
    for (const needle::NeedleSpec& spec : stocked) {
        const bool is_used = spec.diameter >= site.diameters.front() - 1e-9 &&
                             spec.diameter <= site.diameters.back() + 1e-9;
        if (is_used) lengths.push_back(spec.length);
    }
    return lengths;
}

// One body in the postures that are asked for, each made once.
class Postures {
  public:
    Postures(const anatomy::BodyParameters& body,
             std::shared_ptr<const anatomy::AnatomyTables> tables)
        : body_(body), tables_(std::move(tables)) {}

    Result<std::shared_ptr<const anatomy::Atlas>> in(anatomy::Posture posture) {
        const auto known = atlases_.find(posture);
        if (known != atlases_.end()) return known->second;
        anatomy::BodyParameters body = body_;
        body.posture = posture;
        auto made = anatomy::Atlas::make(body, tables_);
        if (made) atlases_.emplace(posture, *made);
        return made;
    }

  private:
    const anatomy::BodyParameters& body_;
    std::shared_ptr<const anatomy::AnatomyTables> tables_;
    std::map<anatomy::Posture, std::shared_ptr<const anatomy::Atlas>> atlases_;
};

}  // namespace

Result<SiteReport> survey_point(const anatomy::Atlas& atlas, const Site& site,
                                const SitePoint& point, std::string_view side,
                                const std::vector<double>& stocked_lengths) {
    SiteReport report;
    report.muscle = site.muscle + "." + std::string(side);
    report.point = point.name;
    report.title = site.title;
    report.posture = atlas.body().posture;
    const auto muscle = atlas.find(report.muscle);
    if (!muscle) return bad_input("assets/sites", "there is no " + report.muscle + " in the atlas");
    for (const auto& placed : atlas.trigger_point_sites(*muscle)) {
        if (placed.name != point.name) continue;
        report.depth = placed.depth;
        report.way = find_way(atlas, placed.at, {site, point, stocked_lengths});
        name_what_lies_on(atlas, report);
        return report;
    }
    return bad_input("assets/sites", report.muscle + " has no trigger point " + point.name,
                     "they stand in assets/anatomy/back.json");
}

Result<std::vector<SiteReport>> survey_sites(const anatomy::BodyParameters& body,
                                             std::optional<anatomy::Posture> posture,
                                             const std::vector<Site>& sites,
                                             std::string_view side) {
    const auto stocked = needle::read_shipped_needles();
    if (!stocked) return stocked.error();
    const auto tables = anatomy::read_anatomy_tables();
    if (!tables) return tables.error();
    Postures postures(body, *tables);
    std::vector<SiteReport> reports;
    for (const Site& site : sites) {
        std::vector<anatomy::Posture> asked;
        for (const std::string& one : site.postures) asked.push_back(posture_for(one, side));
        if (posture) asked = {*posture};
        for (const SitePoint& point : site.points) {
            std::optional<SiteReport> best;
            for (const anatomy::Posture one : asked) {
                const auto atlas = postures.in(one);
                if (!atlas) return atlas.error();
                auto report = survey_point(**atlas, site, point, side, lengths_for(site, *stocked));
                if (!report) return report.error();
                if (!best || report->way.verdict == Verdict::Safe) best = std::move(*report);
                if (best->way.verdict == Verdict::Safe) break;
            }
            reports.push_back(std::move(*best));
        }
    }
    return reports;
}

}  // namespace dryrun::approach
