using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.State;
using Infra.Protocol.Values;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Questions.Sizing;
using Infra.Rehearsal.Reports.Questions;
using Infra.Rehearsal.Stacks;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary><c>infra rehearse --right-size</c>: the sizes of services that hold at least cost.</summary>
internal sealed class RightSizeQuestion : IQuestion
{
    private readonly Option<bool> _isAsked = new("--right-size")
    {
        Description = "Find the requests, limits and numbers of pods that hold at least cost",
    };

    private readonly Option<string?> _output = new("--out")
    {
        Description = "With --right-size, write the stack's file with the sizes to FILE",
        HelpName = "FILE",
    };

    public string Name => _isAsked.Name;

    public void AddTo(Command command)
    {
        command.Options.Add(_isAsked);
        command.Options.Add(_output);
    }

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_isAsked) || parsed.GetValue(_output) is not null;

    public async Task<ExitCode> AnswerAsync(QuestionContext context, CancellationToken cancellation)
    {
        var parsed = context.Parsed;
        if (!parsed.GetValue(_isAsked))
        {
            throw new UsageException($"{_output.Name} writes what {Name} finds: add {Name}", ExitCode.Configuration);
        }

        context.Reports.RefuseJunit(parsed, Name);
        var workspace = WorkspaceAccess.Open(parsed);
        var stack = workspace.ResolveConfigured(context.Stack);
        var trial = new StackTrial(workspace, stack, context.Scenario, context.Cluster, context.Seed);
        var (present, errors) = await trial.AskAsync([], cancellation);
        if (present is null)
        {
            ErrorOutput.WriteEach(parsed, errors);
            return ExitCode.Configuration;
        }

        var scenario = ScenarioChoice.ChooseOne(context.Scenario, context.Ready, present.Plan, Name);
        var objects = await trial.RenderAsync(present, [], cancellation);
        RightSize sizes;
        using (var progress = new QuestionProgress<string>(parsed, name => name))
        {
            sizes = await SizeSearch.FindAsync(
                new RightSize
                {
                    Stack = stack.Name,
                    Cluster = present.Name,
                    Scenario = scenario.Name,
                    Before = null,
                    After = null,
                    Changes = [],
                    Runs = 0,
                },
                (candidates, cancelled) => TryAsync(trial, candidates, scenario, cancelled),
                await FindBasisAsync(trial, present, objects, cancellation),
                progress,
                cancellation
            );
        }

        if (parsed.GetValue(_output) is { } file && sizes.Changes.Count > 0)
        {
            WriteStackFile(workspace, stack, sizes, file);
        }

        context.Reports.Write(parsed, Describe(sizes), context.AsJson);
        return sizes.IsInterrupted ? ExitCode.Cancelled
            : sizes.Failures.Count > 0 ? ExitCode.Error
            : ExitCode.Success;
    }

    /// <summary>Rehearses those candidates that the program accepts.</summary>
    private static async Task<IReadOnlyList<SizeTrial?>> TryAsync(
        StackTrial trial,
        IReadOnlyList<IReadOnlyList<Size>> candidates,
        ScenarioChoice scenario,
        CancellationToken cancellation
    )
    {
        var trials = new SizeTrial?[candidates.Count];
        var variants = new List<(int Index, Variant Variant)>();
        for (var i = 0; i < candidates.Count; i++)
        {
            SettingOverride[] overrides = [.. candidates[i].Select(Override)];
            var (rehearsal, errors) = await trial.AskAsync(overrides, cancellation);
            if (rehearsal is null)
            {
                trials[i] = new SizeTrial { Errors = errors };
                continue;
            }

            var variant = new Variant($"{i}", async cancelled =>
                (await trial.RenderAsync(rehearsal, overrides, cancelled), rehearsal.Plan)
            );
            variants.Add((i, variant));
        }

        var rehearsals = new VariantRehearsals((objects, plan, cancelled) => Rehearsals.Run(objects, plan, scenario, null, cancelled));
        var found = await rehearsals.RunAsync([.. variants.Select(one => one.Variant)], (_, result) => SizeTrial.Of(result), cancellation);
        for (var i = 0; i < found.Count; i++)
        {
            trials[variants[i].Index] = found[i];
        }

        return trials;
    }

    /// <summary>The sizes that the catalogue sets, those of stores and of add-ons apart, as far as the rehearsal knows of them.</summary>
    private static async Task<SizeBasis> FindBasisAsync(
        StackTrial trial,
        ClusterRehearsal present,
        StackObjects objects,
        CancellationToken cancellation
    )
    {
        var services = ServiceSizes.Read(objects).GroupBy(size => size.Service, StringComparer.Ordinal).ToList();
        var isChangeable = new bool[services.Count];
        await Parallel.ForAsync(0, services.Count, cancellation, async (i, cancelled) =>
            isChangeable[i] = (await trial.AskAsync([.. services[i].Select(Override)], cancelled)).Rehearsal is not null
        );
        var basis = SizeBasis.Of([.. services.Where((_, i) => isChangeable[i]).SelectMany(service => service)], present.Plan);
        return basis with { FewestPods = await FindFewestAsync(trial, basis.Sizes, cancellation) };
    }

    /// <summary>The pods of services that set no number: what the fault tolerance of the stack makes it.</summary>
    private static async Task<IReadOnlyDictionary<string, double>> FindFewestAsync(
        StackTrial trial,
        IReadOnlyList<Size> sizes,
        CancellationToken cancellation
    )
    {
        SettingOverride[] unset =
        [
            .. sizes.Where(size => size.Kind is SizeKind.Replicas or SizeKind.Min).Select(size => Override(size) with { Value = "null" }),
        ];
        var (rehearsal, _) = await trial.AskAsync(unset, cancellation);
        return rehearsal is null
            ? new Dictionary<string, double>()
            : ServiceSizes
                .Read(await trial.RenderAsync(rehearsal, unset, cancellation))
                .Where(size => size.Kind is SizeKind.Replicas or SizeKind.Min)
                .ToDictionary(size => size.Service, size => size.Value, StringComparer.Ordinal);
    }

    private static SettingOverride Override(Size size) =>
        new(new PropertyPath(["services", size.Service, .. size.Path.Select(name => (PropertyPathSegment)name)]), size.Text);

    /// <summary>Writes the stack's file with the sizes; its comments stay.</summary>
    private static void WriteStackFile(Workspace workspace, StackName stack, RightSize sizes, string file)
    {
        var edited = workspace.Configuration(stack).File;
        foreach (var size in sizes.Changes.Select(change => change.Size))
        {
            var service = new PropertyPath([$"services", size.Service]);
            var above = $"infra:{service.Append(size.Path[0])}";

            // A size by its name is the short form of a mapping.
            if (size.Path.Count > 1 && edited.FindPath(above) is { IsStructured: false, Value: JsonValue name })
            {
                edited.SetValue(above, isPath: true, new JsonObject { ["size"] = name.DeepClone() });
            }

            JsonNode value = size.IsCount ? JsonValue.Create((int)size.Value) : JsonValue.Create(size.Text);
            edited.SetValue($"infra:{size.Path.Aggregate(service, (path, name) => path.Append(name))}", isPath: true, value);
        }

        try
        {
            File.WriteAllText(file, edited.Text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--out: {file} cannot be written: {error.Message}", ExitCode.Configuration);
        }

        Console.Error.WriteLine($"Wrote {file}");
    }

    private static WrittenReport Describe(RightSize sizes) =>
        new()
        {
            Text = width => SizeReport.WriteText(sizes, width),
            Html = output => WrittenReport.Write(SizeReport.WriteHtml(sizes), output),
            Markdown = output => WrittenReport.Write(SizeReport.WriteMarkdown(sizes), output),
            Csv = output => WrittenReport.Write(writer => SizeData.WriteCsv(sizes, writer), output),
            Json = output => SizeData.WriteJson(sizes, output),
        };
}
