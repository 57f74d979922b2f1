// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "anatomy/atlas.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "needle/needle.h"
#include "scenario/scenario.h"
#include "scoring/rubric.h"
#include "trainee/profile.h"
#include "trainee/trainee.h"

namespace dryrun::cli {
namespace {

Result<Listing> list_scenarios() {
    Listing listing{{"name", "title", "target"}, {}};
    for (const auto& name : scenario::shipped_scenarios()) {
        const auto read = scenario::read_scenario(name);
        if (!read) return read.error();
        listing.rows.push_back({name, read->title, read->target_muscle});
    }
    return listing;
}

Result<Listing> list_trainees() {
    Listing listing{{"name", "title"}, {}};
    for (const auto& name : trainee::shipped_trainees()) {
        const auto profile = trainee::read_profile(name);
        if (!profile) return profile.error();
        listing.rows.push_back({name, profile->title});
    }
    return listing;
}

Result<Listing> list_needles() {
    const auto needles = needle::read_shipped_needles();
    if (!needles) return needles.error();
    Listing listing{{"name", "length_mm", "diameter_mm", "sham"}, {}};
    for (const auto& one : *needles) {
        listing.rows.push_back({one.name, one.length, one.diameter, one.is_sham()});
    }
    return listing;
}

Result<Listing> list_rubrics() {
    Listing listing{{"name", "version", "pass_mark", "status"}, {}};
    for (const auto& name : scoring::shipped_rubrics()) {
        const auto rubric = scoring::read_rubric(name);
        if (!rubric) return rubric.error();
        listing.rows.push_back(
            {name, rubric->version, rubric->pass_mark.value, rubric->pass_mark.status});
    }
    return listing;
}

Result<Listing> list_body(const std::string& kind, const BodyOptions& body_options) {
    const auto body = body_of(body_options);
    if (!body) return body.error();
    const auto atlas = anatomy::Atlas::make(*body);
    if (!atlas) return atlas.error();
    if (kind == "landmarks") {
        Listing listing{{"name", "x_mm", "y_mm", "z_mm"}, {}};
        for (const auto& [name, at] : (*atlas)->landmarks()) {
            listing.rows.push_back({name, at.x, at.y, at.z});
        }
        return listing;
    }
    Listing listing{{"name", "trigger_point_sites"}, {}};
    for (std::size_t i = 0; i < (*atlas)->structures().size(); ++i) {
        const auto id = anatomy::StructureId{static_cast<std::uint32_t>(i)};
        if ((*atlas)->structure(id).tissue != anatomy::Tissue::Muscle) continue;
        std::string sites;
        for (const auto& site : (*atlas)->trigger_point_sites(id)) {
            sites += (sites.empty() ? "" : " ") + site.name;
        }
        listing.rows.push_back({(*atlas)->structure(id).name, sites});
    }
    return listing;
}

struct ListOptions {
    std::string kind;
    std::string format;
    SiteOptions sites;
};

Result<Listing> listing_of(const ListOptions& options, const BodyOptions& body) {
    const std::string& kind = options.kind;
    if (kind == "scenarios") return list_scenarios();
    if (kind == "trainees") return list_trainees();
    if (kind == "needles") return list_needles();
    if (kind == "rubrics") return list_rubrics();
    if (kind == "sites") return list_sites(body, options.sites);
    return list_body(kind, body);
}

std::string cell_text(const Json& cell) {
    if (cell.is_null()) return "-";
    if (cell.is_boolean()) return cell.get<bool>() ? "yes" : "no";
    if (cell.is_string()) return cell.get<std::string>();
    if (!cell.is_number_float()) return cell.dump();
    std::string text = fixed_text(cell.get<double>(), 2);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

int run_list(const ListOptions& options, const BodyOptions& body) {
    if (options.format == "markdown") {
        if (options.kind != "sites") {
            say("list: markdown is for sites");
            return kWrongUsage;
        }
        const auto text = sites_as_markdown(body, options.sites);
        return text ? print(*text) : report(text.error());
    }
    const auto listing = listing_of(options, body);
    if (!listing) return report(listing.error());
    if (options.format == "json") {
        Json list = Json::array();
        for (const auto& row : listing->rows) {
            Json object = Json::object();
            for (std::size_t i = 0; i < row.size(); ++i) object[listing->head[i]] = row[i];
            list.push_back(std::move(object));
        }
        return print_json(list);
    }
    std::vector<std::vector<std::string>> rows{listing->head};
    for (const auto& row : listing->rows) {
        auto& cells = rows.emplace_back();
        for (const Json& cell : row) cells.push_back(cell_text(cell));
    }
    return print(table_of(rows));
}

}  // namespace

void add_list(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand("list", "What there is");
    auto options = std::make_shared<ListOptions>();
    command->add_option("KIND", options->kind)
        ->required()
        ->check(CLI::IsMember(
            {"scenarios", "trainees", "muscles", "landmarks", "needles", "rubrics", "sites"}));
    add_format(*command, options->format, {"table", "json", "markdown"});
    command
        ->add_option("--bmi", options->sites.body_mass_indices,
                     "Sites at these body mass indices instead of the body's: 20,22,25")
        ->delimiter(',')
        ->check(CLI::Range(16.0, 40.0));
    command->add_option("--side", options->sites.side, "Of the sites")
        ->check(CLI::IsMember({"left", "right"}))
        ->capture_default_str();
    auto body = add_body_options(*command);
    command->callback(
        [options, body, &invocation] { invocation.exit_code = run_list(*options, *body); });
}

}  // namespace dryrun::cli
