using Infra.Protocol.Values;

namespace Pulumi.Serialization;

// References to resources.
internal sealed partial class PropertySerializer
{
    private async ValueTask<bool> WriteResourceAsync(CustomResource resource)
    {
        var serializer = GetSerializer(resource);
        if (serializer == this)
        {
            AddDependencies([resource]);
        }

        if (!options.KeepResources)
        {
            return await serializer.WriteAsync(resource.Id, keepOutputValues: false).ConfigureAwait(false);
        }

        var begun = await BeginReferenceAsync(serializer, resource).ConfigureAwait(false);
        var field = writer.BeginField(WireFormat.IdField);
        if (resource.Id is null || (await resource.Id.Data.ConfigureAwait(false)).IsKnown)
        {
            await serializer.WriteOrNullAsync(resource.Id, keepOutputValues: false).ConfigureAwait(false);
        }
        else
        {
            await serializer.WriteUnknownIdAsync(resource.Id).ConfigureAwait(false);
        }

        writer.EndField(field);
        writer.End(begun);
        return true;
    }

    private async ValueTask WriteUnknownIdAsync(Output<string> id)
    {
        SawUnknown = true;
        AddDependencies((await id.Data.ConfigureAwait(false)).Dependencies);
        writer.WriteString("");
    }

    // The outputs of a component are not followed: its children may refer to it.
    private async ValueTask<bool> WriteComponentAsync(ComponentResource component)
    {
        var serializer = GetSerializer(component);
        if (!options.KeepResources)
        {
            return await serializer.WriteAsync(component.Urn, keepOutputValues: false).ConfigureAwait(false);
        }

        writer.End(await BeginReferenceAsync(serializer, component).ConfigureAwait(false));
        return true;
    }

    private async ValueTask<StructWriter.Mark> BeginReferenceAsync(PropertySerializer serializer, Resource resource)
    {
        var begun = BeginSpecial(WellKnownSignatures.ResourceReference);
        var field = writer.BeginField(WireFormat.UrnField);
        await serializer.WriteOrNullAsync(resource.Urn, keepOutputValues: false).ConfigureAwait(false);
        writer.EndField(field);
        return begun;
    }

    private PropertySerializer GetSerializer(Resource resource)
    {
        if (!options.KeepResources || options.ReferencesAreDependencies)
        {
            return this;
        }

        var separate = new PropertySerializer(writer, options);
        separate._path.Restart(resource.GetResourceName());
        return separate;
    }
}
