namespace Infra.Rehearsal.Requests;

/// <summary>Services call each other in a circle, and no depth bounds the calls.</summary>
public sealed class CyclicCallException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="services">The services in the order of their calls; the last one calls the first.</param>
    public CyclicCallException(IReadOnlyList<string> services)
        : base($"calls are cyclic: {string.Join(" calls ", services.Append(services[0]))}; set a depth, or remove one of the calls") =>
        Services = services;

    /// <summary>The services in the order of their calls; the last one calls the first.</summary>
    public IReadOnlyList<string> Services { get; }
}
