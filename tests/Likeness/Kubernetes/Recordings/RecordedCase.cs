using Likeness.Kubernetes.Comparison;

namespace Likeness.Kubernetes.Recordings;

/// <summary>A recorded case of a file.</summary>
/// <param name="Part">The part of the recordings that it belongs to.</param>
/// <param name="Name">Its name, unique in the part.</param>
/// <param name="IsIndependent">Whether it can be left out without an effect on the cases after it.</param>
/// <param name="Replay">Replays it and lists the differences.</param>
internal sealed record RecordedCase(string Part, string Name, bool IsIndependent, Func<Task<IReadOnlyList<Difference>>> Replay);
