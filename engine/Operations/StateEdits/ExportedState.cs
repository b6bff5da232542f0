using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.State;

namespace Infra.Engine.Operations.StateEdits;

/// <summary>Reads and writes a stack's state as <c>{version, deployment}</c>, the format of <c>pulumi stack export</c>.</summary>
internal static class ExportedState
{
    /// <param name="target">Receives the JSON.</param>
    /// <param name="session">The stack.</param>
    /// <param name="snapshot">The state to write.</param>
    /// <param name="showSecrets">True to write secrets in plain text.</param>
    public static void Write(Stream target, StackSession session, Snapshot snapshot, bool showSecrets)
    {
        using var writer = new Utf8JsonWriter(target, SnapshotJson.Indented);
        writer.WriteStartObject();
        StateFeatures.Write(writer, snapshot);
        writer.WritePropertyName("deployment");
        SnapshotJson.Write(writer, snapshot, showSecrets ? null : session.Texts, () => snapshot.Salt ?? session.Secrets.Salt);
        writer.WriteEndObject();
    }

    /// <param name="source">The JSON.</param>
    /// <param name="session">The stack whose state it is to become.</param>
    /// <param name="name">The source's name for messages.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="StateException">The source is not an export, violates the integrity rules, or belongs to another stack.</exception>
    public static async Task<Snapshot> ReadAsync(Stream source, StackSession session, string name, CancellationToken cancellationToken)
    {
        Snapshot state;
        try
        {
            using var document = await JsonDocument.ParseAsync(source, cancellationToken: cancellationToken);
            StateFeatures.Require(document.RootElement, name);
            var deployment = document.RootElement.GetProperty("deployment");
            state = SnapshotJson.Read(deployment, session.CreateReader(SnapshotJson.ReadSalt(deployment)));
        }
        catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StateException($"{name} is not an exported state: {error.Message}", error);
        }

        var stack = session.Stack;
        var foreign = state
            .Resources.Where(resource => resource.Urn.Stack != stack.Name || resource.Urn.Project != stack.Project)
            .Select(resource => $"{resource.Urn}: belongs to another stack than {stack.Full}");
        return SnapshotIntegrity.Verify(state).Concat(foreign).ToArray() is { Length: > 0 } problems
            ? throw new StateException($"{name} is invalid:\n{string.Join('\n', problems.Select(problem => $"  {problem}"))}")
            : state;
    }
}
