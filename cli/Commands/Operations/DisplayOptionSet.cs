using System.CommandLine;
using Infra.Cli.Ci;
using Infra.Cli.Display;

namespace Infra.Cli.Commands.Operations;

/// <summary>The options of an operation's display.</summary>
internal sealed class DisplayOptionSet
{
    private readonly Option<bool> _diff = CommonOptions.Diff();
    private readonly Option<bool> _showSecrets = CommonOptions.ShowSecrets();
    private readonly Option<bool> _showSames = new("--show-sames") { Description = "Show the resources that do not change, too" };
    private readonly Option<bool> _showReads = new("--show-reads") { Description = "Show the resources that are only read, too" };
    private readonly Option<bool> _showReplacementSteps = new("--show-replacement-steps")
    {
        Description = "Show the creation and deletion of each replacement",
    };

    private readonly Option<bool> _showConfig = new("--show-config") { Description = "Show the configuration" };
    private readonly Option<bool> _urns = new("--urns") { Description = "Show URNs instead of types and names" };
    private readonly Option<bool> _suppressOutputs = new("--suppress-outputs") { Description = "Do not show the stack's outputs" };
    private readonly Option<bool> _suppressProgress = new("--suppress-progress")
    {
        Description = "Write a line per event instead of redrawing the progress",
    };

    private readonly Option<bool> _debug = new("--debug", "-d") { Description = "Show the debug messages of programs and providers" };

    // Accepted because scripts pass them: there is no permalink, program output is never shortened, and remediations are always shown.
    private readonly Option<string?> _suppressPermalink = new("--suppress-permalink") { Hidden = true, Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<bool> _showFullOutput = new("--show-full-output") { Hidden = true };
    private readonly Option<bool> _showPolicyRemediations = new("--show-policy-remediations") { Hidden = true };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            _diff,
            _showSecrets,
            _showSames,
            _showReads,
            _showReplacementSteps,
            _showConfig,
            _urns,
            _suppressOutputs,
            _suppressProgress,
            _debug,
            _suppressPermalink,
            _showFullOutput,
            _showPolicyRemediations,
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }
    }

    /// <summary>Reads the options.</summary>
    public DisplayOptions Read(ParseResult parsed) =>
        new()
        {
            Diff = parsed.GetValue(_diff),
            ShowSecrets = parsed.GetValue(_showSecrets),
            ShowSames = parsed.GetValue(_showSames),
            ShowReads = parsed.GetValue(_showReads),
            ShowReplacementSteps = parsed.GetValue(_showReplacementSteps),
            ShowConfig = parsed.GetValue(_showConfig),
            ShowUrns = parsed.GetValue(_urns),
            SuppressOutputs = parsed.GetValue(_suppressOutputs),
            SuppressProgress = parsed.GetValue(_suppressProgress),
            ShowsEndsOnly = CiPlatforms.IsCi(Environment.GetEnvironmentVariable),
            Debug = parsed.GetValue(_debug) || parsed.GetValue(CommonOptions.Verbose) > 0,
        };
}
