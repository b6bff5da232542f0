using System.Security.Cryptography;
using Infra.Engine.Deployments;
using Infra.Engine.Deployments.Planning.Plans;
using Infra.Engine.Policies;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Operations.Plans;

/// <summary>Collects what a plan is made from.</summary>
/// <param name="workspace">The project.</param>
/// <param name="planFile">The file of the plan, which may lie among the sources.</param>
internal sealed class BindingCollector(Workspace workspace, string planFile)
{
    private const string Program = "program";
    private const string Catalogue = "catalogue";

    /// <summary>Collects everything but the clusters.</summary>
    public PlanBindings Collect(StackSession session, ResolvedConfiguration configuration, IReadOnlyList<PolicyPackReference> packs) =>
        new()
        {
            Stack = session.Stack.Full,
            Configuration = configuration.Values,
            Files = CollectFiles(packs),
            StateTime = session.Snapshot.Time,
            StateHash = HashState(session),
            Clusters = new Dictionary<Urn, string>(),
        };

    /// <summary>
    /// Identifies the clusters of the providers that the plan uses. One whose configuration is unknown until it is deployed has none.
    /// </summary>
    /// <param name="planned">The resources of the plan.</param>
    /// <param name="state">The state, whose providers delete resources.</param>
    /// <param name="onProblem">Receives why a cluster cannot be identified.</param>
    /// <param name="cancellationToken">Stops requests.</param>
    public Task<IReadOnlyDictionary<Urn, string>> IdentifyClustersAsync(
        IReadOnlyList<PlannedResource> planned,
        Snapshot state,
        Action<Urn, string> onProblem,
        CancellationToken cancellationToken
    )
    {
        var providers = new Dictionary<Urn, ResourceState>();
        foreach (
            var provider in state
                .Resources.Where(resource => !resource.Delete)
                .Concat(planned.Select(resource => resource.Goal).OfType<ResourceState>())
                .Where(resource => ProviderType.IsProvider(resource.Type))
        )
        {
            providers[provider.Urn] = provider;
        }

        return ServiceIdentities.FindAsync(workspace.Providers, providers.Values, onProblem, cancellationToken);
    }

    private Dictionary<string, IReadOnlyDictionary<string, string>> CollectFiles(IReadOnlyList<PolicyPackReference> packs)
    {
        var project = workspace.Project;
        var hashes = new SourceHashes(project.RootDirectory, IsBound);
        var program = project.Binary is { } binary
            ? hashes.HashFolder(Path.GetDirectoryName(binary)!, recurse: false)
            : hashes.HashProgram(project.ProgramDirectory);
        var catalogue = hashes.HashFolder(project.StackConfigDirectory, recurse: project.StackConfigDirectory != project.RootDirectory);
        var files = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            [Program] = program,
            [Catalogue] = catalogue
                .Concat(hashes.Hash([project.FilePath]))
                .Where(file => !program.ContainsKey(file.Key))
                .DistinctBy(file => file.Key)
                .ToDictionary(),
        };
        foreach (var pack in packs)
        {
            files[$"policy pack {Path.GetRelativePath(project.RootDirectory, pack.Path)}"] = Directory.Exists(pack.Path)
                ? hashes.HashProgram(pack.Path)
                : hashes.HashFolder(Path.GetDirectoryName(pack.Path)!, recurse: false);
        }

        return files;
    }

    /// <summary>The stack's file is compared setting by setting, and those of other stacks do not matter.</summary>
    private bool IsBound(string file) =>
        file != planFile
        && !(
            Path.GetDirectoryName(file) == Path.TrimEndingDirectorySeparator(workspace.Project.StackConfigDirectory)
            && Path.GetFileName(file) is var name
            && name.StartsWith("Pulumi.", StringComparison.Ordinal)
            && name.EndsWith(".yaml", StringComparison.Ordinal)
            && file != workspace.Project.FilePath
        );

    /// <summary>Hashes the state without its time and writer. An interrupted update's journal counts as part of it.</summary>
    private static string HashState(StackSession session)
    {
        var content = Checkpoint.Serialize(session.Stack, session.Snapshot with { Time = "", Version = "" }, session.Texts, () => null);
        return Convert.ToHexStringLower(SHA256.HashData(content.Span));
    }
}
