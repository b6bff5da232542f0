using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Fields;

/// <summary>The error of an apply that conflicts with other managers.</summary>
/// <param name="entries">The fields in conflict, by manager.</param>
/// <param name="message">The message.</param>
/// <param name="details">The details of the status.</param>
internal sealed class FieldConflictException(IReadOnlyList<ManagedEntry> entries, string message, JsonObject details)
    : StatusException(409, StatusReason.Conflict, message, details)
{
    public IReadOnlyList<ManagedEntry> Entries { get; } = entries;
}
