using System.CommandLine;
using System.CommandLine.Parsing;
using Infra.Engine.Operations;
using Infra.Kubernetes;

namespace Infra.Cli.Commands.Operations;

/// <summary>The options of saved plans, rollbacks and earlier versions.</summary>
internal sealed class PlanOptionSet
{
    private readonly Option<string?> _save = new("--save-plan")
    {
        Description = "Save the plan to a file, for infra up --plan",
        HelpName = "FILE",
    };

    private readonly Option<string?> _lifetime = new("--plan-ttl")
    {
        Description = "How long the saved plan can be carried out, e.g. 30m (default: 1h)",
        HelpName = "DURATION",
    };

    private readonly Option<string?> _plan = new("--plan") { Description = "Carry out a saved plan, and nothing else", HelpName = "FILE" };

    private readonly Option<bool> _rollback = new("--rollback") { Description = "If the update fails, bring back what it changed" };

    private readonly Option<int?> _version = new("--to")
    {
        Description = "Deploy the resources of an earlier version of the stack's history instead of the program's",
        HelpName = "VERSION",
    };

    /// <summary>Adds the options of a preview.</summary>
    public void AddForPreviewTo(Command command)
    {
        _lifetime.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(GoDuration.TryParse(token.Value, out var lifetime) && lifetime > TimeSpan.Zero))
            {
                result.AddError($"--plan-ttl: '{token.Value}' is not a duration: write e.g. 30m or 2h.");
            }
        });
        command.Add(_save);
        command.Add(_lifetime);
    }

    /// <summary>Adds the options of an update.</summary>
    /// <param name="command">The command.</param>
    /// <param name="skipPreview">The option that leaves out the plan.</param>
    public void AddForUpdateTo(Command command, Option<bool> skipPreview)
    {
        _version.Validators.Add(result =>
        {
            if (!result.AreNumbers(minimum: 1))
            {
                result.AddError("--to takes the number of a version in the stack's history, from 1.");
            }
        });
        command.Add(_plan);
        command.Add(_rollback);
        command.Add(_version);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_version) is null)
            {
                return;
            }

            if (result.GetResult(_plan) is not null)
            {
                result.AddError("--plan and --to exclude each other: a plan is one of the program.");
            }

            if (result.GetResult(skipPreview) is { Implicit: false })
            {
                result.AddError("--to always shows its plan first: leave out --skip-preview.");
            }
        });
    }

    /// <summary>True where a failed update is to be rolled back.</summary>
    public bool RollsBack(ParseResult parsed) => parsed.GetResult(_rollback) is not null && parsed.GetValue(_rollback);

    /// <summary>True where an earlier version is deployed, without the program.</summary>
    public bool HasVersion(ParseResult parsed) => parsed.GetResult(_version) is { Implicit: false };

    /// <summary>True where the command line saves a plan.</summary>
    public bool SavesPlan(CommandResult result) => result.GetResult(_save) is { Implicit: false };

    /// <summary>The file to save the plan to, as the user named it; null for none.</summary>
    public string? FileToSave(ParseResult parsed) => Find(parsed, _save);

    /// <summary>Completes the engine's options.</summary>
    public OperationOptions Complete(OperationOptions options, ParseResult parsed) =>
        options with
        {
            PlanToSave = FindPath(parsed, _save),
            PlanLifetime = Find(parsed, _lifetime) is { } lifetime ? GoDuration.Parse(lifetime) : options.PlanLifetime,
            Plan = FindPath(parsed, _plan),
            Version = HasVersion(parsed) ? parsed.GetValue(_version) : null,
        };

    private static string? FindPath(ParseResult parsed, Option<string?> option) =>
        Find(parsed, option) is { } path ? Path.GetFullPath(path, WorkspaceAccess.Directory(parsed)) : null;

    private static string? Find(ParseResult parsed, Option<string?> option) =>
        parsed.GetResult(option) is null ? null : parsed.GetValue(option);
}
