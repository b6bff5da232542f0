using System.Collections.Immutable;
using Infra.Backend.Planning;
using Pulumi;

namespace Infra.Backend.Patching;

/// <summary>Applies the patches of a service to its resources.</summary>
/// <remarks>
/// This is a transformation within the program, not one that the engine calls: those do not run with mocks, so that tests would see another
/// plan than a deployment.
/// </remarks>
internal static class ServicePatches
{
    private const string KubernetesPackage = "kubernetes:";

    /// <summary>Creates the transformations of a service's component; none without patches.</summary>
    public static List<ResourceTransformation> Create(ServicePlan service)
    {
        if (service.Patches.IsEmpty)
        {
            return [];
        }

        var objects = PlannedObject.List(service).ToLookup(item => (item.Kind, Resource: service.System.ResourceName(item.Name)));
        return [args => Transform(args, service, objects)];
    }

    private static ResourceTransformationResult? Transform(
        ResourceTransformationArgs args,
        ServicePlan service,
        ILookup<(string Kind, string Resource), PlannedObject> objects
    )
    {
        var type = args.Resource.GetResourceType();
        if (!type.StartsWith(KubernetesPackage, StringComparison.Ordinal))
        {
            return null;
        }

        var kind = type[(type.LastIndexOf(':') + 1)..];
        ImmutableArray<ObjectPatch> patches =
        [
            .. from planned in objects[(kind, args.Resource.GetResourceName())].Take(1)
            from patch in service.Patches
            where patch.Matches(kind, planned.Name)
            select patch,
        ];
        return patches.IsEmpty ? null : new ResourceTransformationResult(PatchedArguments.Create(args, patches), args.Options);
    }
}
