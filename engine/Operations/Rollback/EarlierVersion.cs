using System.Globalization;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Errors;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Operations.Rollback;

/// <summary>The state of an earlier update as a goal.</summary>
internal sealed class EarlierVersion(StateBackend backend, StackSession session)
{
    /// <summary>The inputs of a provider that are not its configuration.</summary>
    private static readonly string[] EngineKeys = ["version", "pluginDownloadURL", "pluginChecksums", "__internal"];

    private const string GoBack = "Bring the program and its configuration back to that version";
    private const string KeepK3s =
        "Keep the release of K3s as it is, bring the rest of the program and its configuration back to that version";

    /// <summary>Loads the state of an update.</summary>
    /// <param name="version">The number of the update in the history, from 1.</param>
    /// <exception cref="InvalidOperationRequestException">
    /// There is no such update, or it cannot be deployed again. All reasons are named.
    /// </exception>
    public SnapshotGoal Load(int version)
    {
        var updates = new StackHistory(backend.Store, session.Stack).ListFiles();
        if (version < 1 || version > updates.Count)
        {
            throw new InvalidOperationRequestException(
                updates.Count == 0
                    ? $"the stack '{session.Stack}' has no version {version}: there has been no update yet"
                    : $"the stack '{session.Stack}' has no version {version}: its versions are 1 to {updates.Count}, as in its history"
            );
        }

        var state = Read(version, updates[version - 1]);
        string[] downgrades = [.. K3sDowngrades.Find(session.Snapshot, state)];
        string[] problems = [.. SnapshotIntegrity.Verify(state), .. FindForeign(state), .. FindChangedProviders(state), .. downgrades];
        return problems.Length == 0 ? new SnapshotGoal(state) : throw Refuse(version, downgrades.Length > 0 ? KeepK3s : GoBack, problems);
    }

    /// <summary>Describes why the state of a version may not be a good one; null if its update succeeded.</summary>
    public string? FindDoubt(int version)
    {
        var result = new StackHistory(backend.Store, session.Stack).ReadVersion(version).Result;
        return result == "succeeded"
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the update of version {version} did not succeed ({result}): its state is what that update had reached, with the inputs of resources that failed"
            );
    }

    private Snapshot Read(int version, HistoryFiles update)
    {
        try
        {
            var file = backend.Store.Read(update.Checkpoint) ?? throw Refuse(version, GoBack, $"its state {update.Checkpoint} is missing");
            using var checkpoint = new Checkpoint(backend.Store, update.Checkpoint, file.Content);
            return checkpoint.ReadSnapshot(session.CreateReader(checkpoint.ReadSalt()));
        }
        catch (SecretsException error)
        {
            throw Refuse(version, GoBack, $"its secrets were encrypted with another passphrase: {error.Message}");
        }
        catch (StateException error)
        {
            throw Refuse(version, GoBack, error.Message);
        }
    }

    private IEnumerable<string> FindForeign(Snapshot state) =>
        state
            .Resources.Where(resource => resource.Urn.Stack != session.Stack.Name || resource.Urn.Project != session.Stack.Project)
            .Select(resource => $"{resource.Urn}: belongs to another stack: the stack was renamed since");

    /// <summary>A provider with another configuration may manage another cluster.</summary>
    private IEnumerable<string> FindChangedProviders(Snapshot state)
    {
        var current = session.Snapshot.Resources.Where(resource => !resource.Delete).ToDictionary(resource => resource.Urn);
        foreach (var provider in state.Resources.Where(resource => !resource.Delete && ProviderType.IsProvider(resource.Type)))
        {
            if (!current.TryGetValue(provider.Urn, out var now))
            {
                continue;
            }

            string[] changed =
            [
                .. provider
                    .Inputs.Keys.Union(now.Inputs.Keys)
                    .Except(EngineKeys)
                    .Where(key => !Equals(provider.Inputs.Find(key), now.Inputs.Find(key))),
            ];
            if (changed.Length > 0)
            {
                yield return $"{provider.Urn}: the configuration of this provider has changed since: {string.Join(", ", changed)}";
            }
        }
    }

    private InvalidOperationRequestException Refuse(int version, string cure, params IReadOnlyList<string> reasons) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"version {version} of the stack '{session.Stack}' cannot be deployed again:\n")
                + string.Concat(reasons.Select(reason => $"  - {reason}\n"))
                + $"Nothing was changed. {cure} and run `infra up`"
        );
}
