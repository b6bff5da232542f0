using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The resource classes of the program and its packages.</summary>
internal static class ResourceTypes
{
    private static readonly Lazy<ILookup<string, (string? Version, Type Class)>> Classes = new(Discover);

    /// <summary>Creates an instance of the class of a resource, if there is one. It reads its state from the engine.</summary>
    public static bool TryConstruct(string urn, string version, [NotNullWhen(true)] out Resource? resource)
    {
        resource = null;
        if (Find(Urn.ParseType(urn), version) is not { } type)
        {
            return false;
        }

        var constructor = type.GetConstructors().Single(constructor => constructor.GetParameters().Length == 3);
        ResourceOptions options = typeof(CustomResource).IsAssignableFrom(type)
            ? new CustomResourceOptions { Urn = urn }
            : new ComponentResourceOptions { Urn = urn };
        resource = (Resource)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [Urn.ParseName(urn), null, options], null);
        return true;
    }

    // The newest class of the same major version, if a version is requested.
    private static Type? Find(string typeToken, string version)
    {
        var requested = SemanticVersion.Parse(version);
        return (
            from candidate in Classes.Value[typeToken]
            let offered = SemanticVersion.Parse(candidate.Version)
            where requested is null || offered is null || (offered.Major == requested.Major && offered.CompareTo(requested) >= 0)
            orderby offered ?? requested descending
            select candidate.Class
        ).FirstOrDefault();
    }

    private static ILookup<string, (string? Version, Type Class)> Discover() =>
        (
            from assembly in ReferencingAssemblies()
            from type in assembly.GetTypes()
            where typeof(Resource).IsAssignableFrom(type)
            let attribute = type.GetCustomAttribute<ResourceTypeAttribute>()
            where attribute is not null
            select (attribute.Type, attribute.Version, Class: type)
        ).ToLookup(entry => entry.Type, entry => ((string?)entry.Version, entry.Class));

    private static IEnumerable<Assembly> ReferencingAssemblies()
    {
        var sdk = typeof(Resource).Assembly.GetName().Name;
        var open = new Stack<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(MayHoldResources));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var assembly))
        {
            if (!seen.Add(assembly.FullName!))
            {
                continue;
            }

            var references = assembly.GetReferencedAssemblies();
            if (references.Any(reference => reference.Name == sdk))
            {
                yield return assembly;
            }

            foreach (var reference in references.Where(reference => !IsFrameworkName(reference.Name)))
            {
                open.Push(Assembly.Load(reference));
            }
        }
    }

    private static bool MayHoldResources(Assembly assembly) => !assembly.IsDynamic && !IsFrameworkName(assembly.GetName().Name);

    private static bool IsFrameworkName(string? name) =>
        name is null || name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
