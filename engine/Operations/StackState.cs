using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations;

/// <summary>A stack's state, read, exported and imported.</summary>
public sealed class StackState
{
    private readonly Workspace _workspace;
    private readonly StackName _stack;

    internal StackState(Workspace workspace, StackName stack)
    {
        _workspace = workspace;
        _stack = stack;
    }

    /// <summary>The state. Its properties hold secrets as such.</summary>
    public Snapshot Read() => Open().Snapshot;

    /// <summary>The stack's outputs. They may hold secrets.</summary>
    public PropertyMap ReadOutputs() => Read().Root?.Outputs ?? PropertyMap.Empty;

    /// <summary>Writes the state as <c>{version, deployment}</c>, as <c>pulumi stack import</c> takes it.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="showSecrets">True to write secrets in plain text.</param>
    public void Export(Stream target, bool showSecrets)
    {
        var session = Open();
        using var writer = new Utf8JsonWriter(target, SnapshotJson.Indented);
        writer.WriteStartObject();
        writer.WriteNumber("version", SnapshotJson.Version);
        writer.WritePropertyName("deployment");
        SnapshotJson.Write(writer, session.Snapshot, showSecrets ? null : session.Texts, () => session.Snapshot.Salt ?? session.Secrets.Salt);
        writer.WriteEndObject();
    }

    /// <summary>Replaces the state by an exported one, of this stack and sound.</summary>
    /// <exception cref="StateException">It is no export, is not sound, or belongs to another stack.</exception>
    public async Task ImportAsync(Stream source, CancellationToken cancellationToken = default)
    {
        using var held = await _workspace.Backend.LockAsync(_stack, cancellationToken);
        var session = Open();
        Snapshot imported;
        try
        {
            using var document = await JsonDocument.ParseAsync(source, cancellationToken: cancellationToken);
            Checkpoint.RequireVersion(document.RootElement, "the import");
            var deployment = document.RootElement.GetProperty("deployment");
            imported = SnapshotJson.Read(deployment, session.ReaderOf(SnapshotJson.ReadSalt(deployment)));
        }
        catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StateException($"the import is no exported state: {error.Message}", error);
        }

        var strangers = imported.Resources.Where(resource => resource.Urn.Stack != _stack.Name || resource.Urn.Project != _stack.Project)
            .Select(resource => $"{resource.Urn}: belongs to another stack than {_stack.Full}");
        if (SnapshotIntegrity.Verify(imported).Concat(strangers).ToArray() is { Length: > 0 } problems)
        {
            throw new StateException($"the import is not sound:\n{string.Join('\n', problems.Select(problem => $"  {problem}"))}");
        }

        await session.SaveAsync(imported, cancellationToken);
    }

    private StackSession Open() => StackSession.Open(_workspace.Project, _workspace.Backend, _stack, _workspace.Environment);
}
