using System.Collections.Immutable;

namespace Pulumi.Utilities;

/// <summary>Inspects outputs and creates unusual ones, for tests and tools.</summary>
public static class OutputUtilities
{
    /// <summary>Creates an unknown output that has a value nevertheless.</summary>
    public static Output<T> CreateUnknown<T>(T value) => new(new OutputData<T>(value, false, false, []));

    /// <summary>Creates an unknown output. The factory is never called.</summary>
    public static Output<T> CreateUnknown<T>(Func<Task<T>> valueFactory) => CreateUnknown<T>(default(T)!).Apply(_ => valueFactory());

    /// <summary>Adds a dependency on a resource to an output.</summary>
    public static Output<T> WithDependency<T>(Output<T> output, Resource resource)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(resource);
        return output.With(data => data with { Dependencies = data.Dependencies.Add(resource) });
    }

    /// <summary>Whether the output is known, once it is resolved.</summary>
    public static async Task<bool> GetIsKnownAsync<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (await output.Data.ConfigureAwait(false)).IsKnown;
    }

    /// <summary>The value of the output once it is resolved; the default if it is unknown.</summary>
    public static Task<T> GetValueAsync<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.GetValueAsync(whenUnknown: default!);
    }

    /// <summary>The resources that the output depends on, once it is resolved.</summary>
    public static async Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (await output.Data.ConfigureAwait(false)).Dependencies;
    }
}
