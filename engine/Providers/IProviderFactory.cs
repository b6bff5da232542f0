namespace Infra.Engine.Providers;

/// <summary>Creates provider instances, one per provider resource of a deployment.</summary>
public interface IProviderFactory
{
    /// <summary>The packages this factory has providers for, e.g. <c>kubernetes</c>: the first part of a type token.</summary>
    IReadOnlyCollection<string> Packages { get; }

    /// <summary>Creates an instance that is not configured yet.</summary>
    /// <param name="package">One of <see cref="Packages"/>.</param>
    /// <param name="version">The version the program requires; "" for any.</param>
    /// <param name="log">Receives the messages and progress of the instance.</param>
    IResourceProvider Create(string package, string version, IProviderLog log);
}
