using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments;

/// <summary>A state whose pending operations have been settled as far as possible.</summary>
/// <param name="Snapshot">The state. It still has the operations that could not be settled.</param>
/// <param name="Notes">What was found, for the user.</param>
/// <param name="Failures">Why operations could not be settled although their providers can do it.</param>
internal sealed record RecoveredState(
    Snapshot Snapshot,
    IReadOnlyList<DiagnosticEvent> Notes,
    IReadOnlyList<(Urn Urn, string Message)> Failures
);
