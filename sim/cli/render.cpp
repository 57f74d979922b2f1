// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "attempt/attempt.h"
#include "cli/body_options.h"
#include "cli/commands.h"
#include "cli/moment.h"
#include "core/file.h"
#include "picture/picture.h"
#include "picture/referral.h"

namespace dryrun::cli {
namespace {

struct RenderOptions {
    std::string subject;  ///< a scenario or an attempt; empty: the body of the command line
    std::string output;
    std::string view = "posterior";
    std::optional<double> at_s;
    picture::PictureOptions picture;
};

/// A file that is no JSON is read as an attempt, so that a damaged one is called by its name.
bool is_attempt(const std::string& subject) {
    const std::filesystem::path path(subject);
    return path.extension() == attempt::kFileExtension;
}

Result<Moment> moment_of(const RenderOptions& options, const BodyOptions& body_options) {
    if (options.subject.empty()) {
        const auto body = body_of(body_options);
        if (!body) return body.error();
        return moment_of_body(*body);
    }
    if (is_attempt(options.subject)) return moment_of_attempt(options.subject, options.at_s);
    return moment_of_scenario(options.subject);
}

int run_render(RenderOptions options, const BodyOptions& body_options) {
    auto moment = moment_of(options, body_options);
    if (!moment) return report(moment.error());
    options.picture.view = *picture::parse_view(options.view);
    // An attempt that is over is for the debrief.
    options.picture.shows_hidden = moment->snapshot.has_value();
    return save_picture(*moment, options.picture, options.output);
}

}  // namespace

int save_picture(const Moment& moment, const picture::PictureOptions& options,
                 const std::string& path) {
    const auto image = picture::make_picture(
        *moment.atlas, moment.snapshot ? &*moment.snapshot : nullptr, options);
    if (!image) return report(image.error());
    const auto png = render::encode_png(*image);
    if (!png) return report(png.error());
    return report(write_file(path, *png));
}

CLI::Option* add_size(CLI::App& command, picture::Size& size) {
    return command.add_option_function<std::string>(
        "--size",
        [&size](const std::string& text) {
            const auto parsed = picture::parse_size(text);
            if (!parsed) throw CLI::ValidationError("--size", parsed.error().text());
            size = *parsed;
        },
        "Width and height in pixels: WxH");
}

void add_render(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand(
        "render", "A picture of a body, a scenario or a moment of an attempt, without a window");
    auto options = std::make_shared<RenderOptions>();
    auto& picture = options->picture;
    command->add_option("SUBJECT", options->subject,
                        "A scenario or an attempt; without it the body of the options below");
    command->add_option("-o,--output", options->output, "PNG file")->required();
    command->add_option("--view", options->view)
        ->check(CLI::IsMember({"posterior", "left", "right", "oblique", "section", "ultrasound"}))
        ->capture_default_str();
    command->add_option("--plane", picture.plane,
                        "axial:T7, sagittal:-60 or oblique:X,Y,Z/NX,NY,NZ");
    command->add_option_function<std::string>(
        "--show",
        [options](const std::string& text) {
            const auto shown = picture::parse_shown(text);
            if (!shown) throw CLI::ValidationError("--show", shown.error().text());
            options->picture.show = shown->layers;
            options->picture.referrals = shown->referrals;
        },
        "Plates and layers, parted by commas: superficial,intermediate,deep,organs,all; skin,fat,"
        "fascia,trapezius,rhomboids,erector_spinae,muscles,bones,nerves_vessels,lung; "
        "referral:MUSCLE draws where its trigger points send pain");
    command->add_flag("--labels", picture.has_labels, "Write the names of landmarks");
    command->add_option("--zoom", picture.zoom)->check(CLI::Range(0.1, 50.0));
    add_size(*command, picture.size);
    command->add_option("--at", options->at_s, "Seconds into the attempt")
        ->check(CLI::Range(0.0, 1800.0));
    auto body = add_body_options(*command);
    command->callback(
        [options, body, &invocation] { invocation.exit_code = run_render(*options, *body); });
}

}  // namespace dryrun::cli
