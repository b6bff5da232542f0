using System.Collections.Immutable;
using Engine.Tests.Support;
using Infra.Protocol.Values;

namespace Engine.Tests.Docker;

/// <summary>Registers Docker resources as programs do.</summary>
internal static class DockerProgram
{
    public static Task<Registered> ContainerAsync(
        this ProgramClient program,
        string name,
        PropertyMap inputs,
        params Registered[] dependencies
    ) => program.DockerAsync("docker:index/container:Container", name, inputs, dependencies);

    public static Task<Registered> NetworkAsync(this ProgramClient program, string name, PropertyMap inputs) =>
        program.DockerAsync("docker:index/network:Network", name, inputs);

    public static Task<Registered> VolumeAsync(this ProgramClient program, string name, PropertyMap inputs) =>
        program.DockerAsync("docker:index/volume:Volume", name, inputs);

    public static Task<Registered> RemoteImageAsync(this ProgramClient program, string name, PropertyMap inputs) =>
        program.DockerAsync("docker:index/remoteImage:RemoteImage", name, inputs);

    public static Task<Registered> RegistryImageAsync(
        this ProgramClient program,
        string name,
        PropertyMap inputs,
        params Registered[] dependencies
    ) => program.DockerAsync("docker:index/registryImage:RegistryImage", name, inputs, dependencies);

    public static Task<Registered> ImageAsync(this ProgramClient program, string name, PropertyMap inputs) =>
        program.DockerAsync("docker:index/image:Image", name, inputs);

    /// <summary>A list of texts.</summary>
    public static PropertyValue List(params string[] texts) => new PropertyArray([.. texts.Select(text => (PropertyValue)text)]);

    /// <summary>A list of maps.</summary>
    public static PropertyValue Objects(params PropertyMap[] maps) =>
        new PropertyArray(maps.Select(map => (PropertyValue)new PropertyObject(map)).ToImmutableArray());

    public static string Text(this PropertyMap map, string name) => ((PropertyString)map[name].RevealSecrets()).Value;

    private static Task<Registered> DockerAsync(
        this ProgramClient program,
        string type,
        string name,
        PropertyMap inputs,
        params Registered[] dependencies
    ) => program.RegisterAsync(type, name, inputs, configure: request =>
        {
            request.Dependencies.AddRange(dependencies.Select(dependency => dependency.Urn));
            foreach (var property in request.PropertyDependencies.Values)
            {
                property.Urns.AddRange(dependencies.Select(dependency => dependency.Urn));
            }
        });
}
