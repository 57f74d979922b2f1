// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The commands, one file each. An add_… function describes the command's options to CLI11 and hangs
// the work into its callback.
#pragma once

#include "cli/command.h"
#include "cli/moment.h"
#include "picture/picture.h"

namespace dryrun::cli {

void add_train(CLI::App& program, Invocation& invocation);
void add_list(CLI::App& program, Invocation& invocation);
void add_play(CLI::App& program, Invocation& invocation);
void add_score(CLI::App& program, Invocation& invocation);
void add_events(CLI::App& program, Invocation& invocation);
void add_transcript(CLI::App& program, Invocation& invocation);
void add_replay(CLI::App& program, Invocation& invocation);
void add_recover(CLI::App& program, Invocation& invocation);
void add_render(CLI::App& program, Invocation& invocation);
void add_atlas(CLI::App& program, Invocation& invocation);
void add_probe(CLI::App& program, Invocation& invocation);
void add_lab(CLI::App& program, Invocation& invocation);
void add_validate(CLI::App& program, Invocation& invocation);
void add_study(CLI::App& program, Invocation& invocation);
/// Below `study`, whose App is given.
void add_study_merge(CLI::App& study, Invocation& invocation);
void add_study_summary(CLI::App& study, Invocation& invocation);
void add_check(CLI::App& program, Invocation& invocation);
void add_motion(CLI::App& program, Invocation& invocation);
void add_import(CLI::App& program, Invocation& invocation);
void add_version(CLI::App& program, Invocation& invocation);
void add_help(CLI::App& program, Invocation& invocation);
void add_completion(CLI::App& program, Invocation& invocation);

/// Adds `--size WxH`.
CLI::Option* add_size(CLI::App& command, picture::Size& size);
/// Pictures a moment into a PNG file; the exit code.
int save_picture(const Moment& moment, const picture::PictureOptions& options,
                 const std::string& path);

/// No arguments and no display: plays, scores and pictures one attempt into the present folder.
int run_demonstration();

}  // namespace dryrun::cli
