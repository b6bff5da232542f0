namespace Infra.Engine.Deployments.Planning;

/// <summary>The place of a resource in the order in which operations start.</summary>
/// <param name="Arrival">The position of its registration among the calls of the program.</param>
/// <param name="Entry">The position in which the engine received it, which decides between programs of several processes.</param>
internal readonly record struct StartPlace(long Arrival, int Entry) : IComparable<StartPlace>
{
    public int CompareTo(StartPlace other) => (Arrival, Entry).CompareTo((other.Arrival, other.Entry));
}
