// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// `list sites`.
#include "approach/survey.h"
#include "cli/listing.h"

namespace dryrun::cli {
namespace {

struct BodyReport {
    double body_mass_index = 0.0;
    std::vector<approach::SiteReport> sites;
};

// One report a body mass index that is asked for, else one of the body as it is.
Result<std::vector<BodyReport>> survey(const BodyOptions& body_options,
                                       const SiteOptions& options) {
    const auto body = body_of(body_options);
    if (!body) return body.error();
    const auto sites = approach::read_shipped_sites();
    if (!sites) return sites.error();
    // Nobody is needled standing: then each site has the postures of its row.
    std::optional<anatomy::Posture> posture;
    if (body->posture != anatomy::Posture::Standing) posture = body->posture;
    std::vector<anatomy::BodyParameters> bodies;
    for (const double index : options.body_mass_indices) {
        bodies.push_back(*body);
        bodies.back().mass_kg = index * body->stature * body->stature * 1e-6;
    }
    if (bodies.empty()) bodies.push_back(*body);
    std::vector<BodyReport> reports;
    for (const anatomy::BodyParameters& one : bodies) {
        const Status checked = anatomy::check_body(one, "--bmi");
        if (!checked) return checked.error();
        auto surveyed = approach::survey_sites(one, posture, *sites, options.side);
        if (!surveyed) return surveyed.error();
        reports.push_back({anatomy::body_mass_index(one), std::move(*surveyed)});
    }
    return reports;
}

double tenth(double value) {
    return static_cast<double>(static_cast<long>(value * 10.0 + (value < 0.0 ? -0.5 : 0.5))) / 10.0;
}

Json number_or_null(const std::optional<double>& value) {
    return value ? Json(tenth(*value)) : Json(nullptr);
}

std::vector<Json> row_of(double body_mass_index, const approach::SiteReport& site) {
    const approach::Way& way = site.way;
    const bool is_reachable = way.verdict == approach::Verdict::Safe;
    std::vector<Json> row = {tenth(body_mass_index),         site.muscle,       site.point,
                             anatomy::name_of(site.posture), tenth(site.depth), is_reachable};
    if (is_reachable) {
        row.insert(row.end(), {tenth(way.tilt.tilt_deg), tenth(90.0 - way.tilt.tilt_deg),
                               tenth(way.path), way.needle, number_or_null(way.clearance()),
                               site.bone, way.is_hub_safe, number_or_null(way.stop)});
    } else {
        row.insert(row.end(), 8, nullptr);
    }
    row.emplace_back(is_reachable ? "" : approach::words_of(way.verdict));
    return row;
}

// In a cell of the docs, where the page explains the words.
std::string_view short_words_of(approach::Verdict verdict) {
    switch (verdict) {
        case approach::Verdict::Region:
            return "skin";
        case approach::Verdict::Angle:
            return "angle";
        case approach::Verdict::Depth:
            return "depth";
        case approach::Verdict::Needle:
            return "needle";
        case approach::Verdict::Bone:
            return "bone before";
        case approach::Verdict::Hazard:
            return "hazard";
        case approach::Verdict::Backdrop:
            return "backdrop";
        case approach::Verdict::Deviation:
            return "deviation";
        case approach::Verdict::Hub:
            return "hub";
        case approach::Verdict::Safe:
            break;
    }
    return {};
}

// "path / needle / clearance / hub".
std::string cell_of(const approach::SiteReport& site) {
    const approach::Way& way = site.way;
    if (way.verdict != approach::Verdict::Safe) {
        return "– " + std::string(short_words_of(way.verdict));
    }
    std::string clear = site.bone.empty() ? "free" : "bone";
    if (way.clearance()) clear = fixed_text(*way.clearance(), 0);
    std::string cell = fixed_text(way.path, 0) + " / " + fixed_text(way.needle, 0) +
                       (way.needle < way.path + approach::kShaftOutside ? "*" : "") + " / " +
                       clear + " / ";
    cell += way.is_hub_safe ? "hub" : "stop " + fixed_text(*way.stop, 0);
    return cell;
}

}  // namespace

Result<Listing> list_sites(const BodyOptions& body_options, const SiteOptions& options) {
    const auto reports = survey(body_options, options);
    if (!reports) return reports.error();
    Listing listing{{"bmi", "muscle", "point", "posture", "depth_mm", "reachable", "tilt_deg",
                     "to_the_skin_deg", "path_mm", "needle_mm", "clearance_mm", "bone", "hub_safe",
                     "stop_mm", "why_not"},
                    {}};
    for (const BodyReport& report : *reports) {
        for (const auto& site : report.sites) {
            listing.rows.push_back(row_of(report.body_mass_index, site));
        }
    }
    return listing;
}

Result<std::string> sites_as_markdown(const BodyOptions& body_options, const SiteOptions& options) {
    const auto reports = survey(body_options, options);
    if (!reports) return reports.error();
    std::string head = "| site |";
    std::string rule = "|---|";
    for (const BodyReport& report : *reports) {
        head += " BMI " + fixed_text(report.body_mass_index, 0) + " |";
        rule += "---|";
    }
    std::string text = head + '\n' + rule + '\n';
    for (std::size_t i = 0; i < reports->front().sites.size(); ++i) {
        const auto& first = reports->front().sites[i];
        text += "| " + first.title + ' ' + first.point + " |";
        for (const BodyReport& report : *reports) text += ' ' + cell_of(report.sites[i]) + " |";
        text += '\n';
    }
    return text;
}

}  // namespace dryrun::cli
