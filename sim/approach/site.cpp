// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "approach/site.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "core/file.h"
#include "core/json.h"
#include "core/sourced.h"

namespace dryrun::approach {
namespace {

namespace fs = std::filesystem;

constexpr Range kAngle_deg{0.0, 90.0};
constexpr Range kComponent_deg{-90.0, 90.0};
constexpr Range kLength{0.0, 200.0};
constexpr std::string_view kSideLying = "side-lying";

Span read_span(JsonReader& row, std::string_view key, Range range) {
    const std::vector<double> ends = row.numbers(key, range);
    if (ends.size() == 2 && ends[0] <= ends[1]) return {ends[0], ends[1]};
    row.fail(key, "wanted two numbers, the lower first");
    return {};
}

std::vector<double> read_rising(JsonReader& row, std::string_view key, Range range) {
    std::vector<double> values = row.numbers(key, range);
    const bool rises = std::is_sorted(values.begin(), values.end());
    if (values.empty() || !rises) row.fail(key, "wanted at least one number, rising");
    return values;
}

std::string span_text(const Span& span) {
    return "[" + number_text(span.low) + ", " + number_text(span.high) + "]";
}

AngleRule read_angle(JsonReader row) {
    AngleRule rule;
    rule.printed.angle_deg = read_span(row, "printed_angle_deg", kAngle_deg);
    rule.printed.counted_from = row.choice("counted_from", {"skin", "normal"}) == "normal"
                                    ? CountedFrom::Normal
                                    : CountedFrom::Skin;
    rule.printed.tolerance_deg = row.number_or("tolerance_deg", 0.0, {0.0, 20.0});
    rule.tilt_deg = read_span(row, "tilt_deg", kAngle_deg);
    const Span follows = tilt_deg_of(rule.printed);
    if (std::fabs(follows.low - rule.tilt_deg.low) > 1e-9 ||
        std::fabs(follows.high - rule.tilt_deg.high) > 1e-9) {
        row.fail("tilt_deg", "is " + span_text(rule.tilt_deg) + ", but what is printed makes " +
                                 span_text(follows) + " from the normal");
    }
    rule.medial_deg = read_span(row, "medial_deg", kComponent_deg);
    rule.caudal_deg = read_span(row, "caudal_deg", kComponent_deg);
    rule.is_never_caudal_medial = row.boolean_or("never_caudal_and_medial", false);
    if (row.has("from")) {
        rule.is_from_sagittal = row.choice("from", {"normal", "sagittal"}) == "sagittal";
    }
    if (row.has("most_anterior_deg")) {
        rule.most_anterior_deg = row.number("most_anterior_deg", kAngle_deg);
    }
    if (row.has("along_rib_within_deg")) {
        rule.along_rib_within_deg = row.number("along_rib_within_deg", kAngle_deg);
    }
    if (row.has("entry_lateral_mm"))
        rule.entry_lateral = read_span(row, "entry_lateral_mm", kLength);
    rule.words = row.text("words");
    read_source(row);
    row.finish();
    return rule;
}

void read_position(JsonReader row, Site& site) {
    site.postures = row.texts("postures");
    if (site.postures.empty()) row.fail("postures", "wanted at least one");
    for (const std::string& posture : site.postures) {
        const bool is_known =
            posture == kSideLying ||
            std::any_of(anatomy::kEveryPosture.begin(), anatomy::kEveryPosture.end(),
                        [&](anatomy::Posture one) { return anatomy::name_of(one) == posture; });
        if (!is_known) {
            row.fail("postures",
                     "there is no posture " + posture + "; side-lying goes without its side");
        }
    }
    site.position_words = row.text("words");
    read_source(row);
    row.finish();
}

void read_needle(JsonReader row, Site& site) {
    site.lengths = read_rising(row, "length_mm", {5.0, 125.0});
    site.diameters = read_rising(row, "diameter_mm", {0.1, 0.6});
    read_source(row);
    row.finish();
}

void read_hand(JsonReader row, Site& site) {
    const bool is_pincer = row.choice("grip", {"flat", "pincer"}) == "pincer";
    site.grip = is_pincer ? Grip::Pincer : Grip::Flat;
    if (is_pincer) site.lift = row.number("lift_mm", {1.0, 60.0});
    site.hand_words = row.text("words");
    read_source(row);
    row.finish();
}

void read_backdrop(JsonReader row, Site& site) {
    site.backdrop_bones = row.texts("bones");
    site.is_backdrop_required = row.boolean("is_required");
    site.backdrop_words = row.text("words");
    read_source(row);
    row.finish();
}

void read_limit(JsonReader row, Site& site) {
    if (row.has("depth_mm")) site.limit.depth = row.number("depth_mm", {1.0, 100.0});
    if (row.has("up_to_body_mass_index")) {
        site.limit.up_to_bmi = row.number("up_to_body_mass_index", {16.0, 40.0});
        if (!site.limit.depth) row.fail("depth_mm", "is wanted where it holds to some BMI");
    }
    site.limit.stops_at_bone = row.boolean("stops_at_bone");
    if (!site.limit.depth && !site.limit.stops_at_bone) {
        row.fail("depth_mm", "wanted a depth, or bone that stops the needle");
    }
    row.text("words");
    read_source(row);
    row.finish();
}

void read_deviation(JsonReader row, Site& site) {
    site.deviation.most_deg = row.number("most_deg", {0.0, 45.0});
    site.deviation.toward = row.texts("toward");
    static const std::set<std::string> kKnown = {"any",
                                                 "medial",
                                                 "lateral",
                                                 "caudal",
                                                 "cranial",
                                                 "anterior",
                                                 "caudal_medial",
                                                 "caudal_lateral",
                                                 "cranial_medial",
                                                 "cranial_lateral",
                                                 "caudal_posterior"};
    if (site.deviation.toward.empty()) row.fail("toward", "wanted at least one direction");
    for (const std::string& way : site.deviation.toward) {
        if (kKnown.count(way) == 0) row.fail("toward", "\"" + way + "\" is no direction");
    }
    row.text("words");
    read_source(row);
    row.finish();
}

void read_hub(JsonReader row, Site& site) {
    const std::string rule = row.choice("rule", {"hub_safe", "stop_depth", "stop_short_of_digit"});
    site.hub = rule == "hub_safe"     ? HubRule::HubSafe
               : rule == "stop_depth" ? HubRule::StopDepth
                                      : HubRule::StopShortOfDigit;
    if ((site.hub == HubRule::StopShortOfDigit) != (site.grip == Grip::Pincer)) {
        row.fail("rule", "stop_short_of_digit goes with a pincer grip, and only with it");
    }
    row.text("words");
    read_source(row);
    row.finish();
}

void read_rest(JsonReader& row, Site& site) {
    JsonReader at_risk = row.object("at_risk");
    site.at_risk = at_risk.texts("structures");
    site.not_modelled = at_risk.texts("not_modelled");
    read_source(at_risk);
    at_risk.finish();
    JsonReader extent = row.object("extent");
    site.extent_along = extent.number("along_fibres_mm", {0.5, 50.0});
    site.extent_across = extent.number("across_mm", {0.5, 50.0});
    read_source(extent);
    extent.finish();
}

void read_found_by(JsonReader row, Site& site) {
    site.found_by = row.texts("landmarks");
    read_source(row);
    row.finish();
}

Referral read_referral(JsonReader row) {
    Referral referral;
    referral.words = row.text("words");
    const Json areas = row.raw("areas");
    bool is_good = areas.is_array();
    for (std::size_t i = 0; is_good && i < areas.size(); ++i) {
        is_good = areas[i].is_array() && areas[i].size() >= 3;
        if (!is_good) break;
        auto& outline = referral.areas.emplace_back();
        for (std::size_t k = 0; k < areas[i].size(); ++k) {
            const std::string place =
                row.place() + ".areas[" + std::to_string(i) + "][" + std::to_string(k) + "]";
            JsonReader anchor(areas[i][k], place);
            outline.push_back(anatomy::read_anchor(anchor));
            if (const Status read = anchor.status(); !read) {
                row.fail("areas[" + std::to_string(i) + "][" + std::to_string(k) + "]",
                         read.error().message);
            }
        }
    }
    if (!is_good) row.fail("areas", "wanted outlines of at least three places each");
    referral.elsewhere = row.texts("elsewhere");
    if (referral.areas.empty() && referral.elsewhere.empty()) {
        row.fail("elsewhere", "the pain goes nowhere: wanted an area or words");
    }
    read_source(row);
    row.finish();
    return referral;
}

SitePoint read_point(JsonReader row, const AngleRule& usual) {
    SitePoint point;
    point.name = row.text("name");
    point.angle = row.has("angle") ? read_angle(row.object("angle")) : usual;
    if (row.has("printed_depth")) {
        JsonReader depth = row.object("printed_depth");
        PrintedDepth printed;
        printed.body_mass_index = read_rising(depth, "body_mass_index", {16.0, 40.0});
        printed.depth = read_rising(depth, "depth_mm", {1.0, 100.0});
        if (printed.depth.size() != printed.body_mass_index.size()) {
            depth.fail("depth_mm", "wanted as many as body mass indices");
        }
        read_source(depth);
        depth.finish();
        point.printed_depth = std::move(printed);
    }
    point.referral = read_referral(row.object("referral"));
    row.finish();
    return point;
}

}  // namespace

Span tilt_deg_of(const PrintedAngle& printed) {
    Span tilt = printed.angle_deg;
    if (printed.counted_from == CountedFrom::Skin) {
        tilt = {90.0 - printed.angle_deg.high, 90.0 - printed.angle_deg.low};
    }
    return {std::max(0.0, tilt.low - printed.tolerance_deg),
            std::min(90.0, tilt.high + printed.tolerance_deg)};
}

Result<Site> parse_site(std::string_view text, const std::string& place) {
    const Result<Json> json = parse_json(text, place);
    if (!json) return json.error();
    JsonReader reader(*json, place);
    reader.integer("schema", 1, 1);
    Site site;
    site.muscle = reader.text("muscle");
    if (!site.muscle.starts_with("muscle.") || !side_of(site.muscle).empty()) {
        reader.fail("muscle", "wanted a muscle of the atlas without its side");
    }
    site.title = reader.text("title");
    read_position(reader.object("position"), site);
    read_needle(reader.object("needle"), site);
    read_hand(reader.object("hand"), site);
    const AngleRule usual = read_angle(reader.object("angle"));
    read_backdrop(reader.object("backdrop"), site);
    read_limit(reader.object("depth_limit"), site);
    read_deviation(reader.object("deviation"), site);
    read_hub(reader.object("hub"), site);
    read_rest(reader, site);
    if (reader.has("found_by")) read_found_by(reader.object("found_by"), site);
    std::set<std::string> names;
    for (JsonReader& row : reader.list("points")) {
        site.points.push_back(read_point(row, usual));
        if (!names.insert(site.points.back().name).second) row.fail("name", "stands twice");
    }
    if (site.points.empty()) reader.fail("points", "wanted at least one");
    reader.finish();
    if (const Status read = reader.status(); !read) return read.error();
    return site;
}

Result<std::vector<Site>> read_shipped_sites() {
    std::vector<fs::path> files;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(assets_folder() / "sites", none)) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    if (files.empty()) {
        return bad_input((assets_folder() / "sites").string(), "holds no sites",
                         "one .json file a muscle");
    }
    std::sort(files.begin(), files.end());
    std::vector<Site> sites;
    for (const fs::path& file : files) {
        const Result<std::string> text = read_file(file);
        if (!text) return text.error();
        Result<Site> site = parse_site(*text, file.string());
        if (!site) return site.error();
        if (find_site(sites, site->muscle) != nullptr) {
            return bad_input(file.string() + ": muscle", site->muscle + " has a file already");
        }
        sites.push_back(std::move(*site));
    }
    return sites;
}

const SitePoint* find_point(const Site& site, std::string_view name) {
    for (const SitePoint& point : site.points) {
        if (point.name == name) return &point;
    }
    return nullptr;
}

const Site* find_site(const std::vector<Site>& sites, std::string_view muscle) {
    const std::string_view side = side_of(muscle);
    if (!side.empty()) muscle.remove_suffix(side.size() + 1);
    for (const Site& site : sites) {
        if (site.muscle == muscle) return &site;
    }
    return nullptr;
}

std::string_view side_of(std::string_view muscle) {
    for (const std::string_view side : {std::string_view("left"), std::string_view("right")}) {
        if (muscle.size() > side.size() && muscle.ends_with(side) &&
            muscle[muscle.size() - side.size() - 1] == '.') {
            return muscle.substr(muscle.size() - side.size());
        }
    }
    return {};
}

anatomy::Posture posture_for(const std::string& posture, std::string_view side) {
    if (posture == kSideLying) {
        return side == "left" ? anatomy::Posture::SideLyingRight : anatomy::Posture::SideLyingLeft;
    }
    for (const anatomy::Posture one : anatomy::kEveryPosture) {
        if (anatomy::name_of(one) == posture) return one;
    }
    return anatomy::Posture::Prone;
}

}  // namespace dryrun::approach
