namespace Pulumi.Docker;

/// <summary>A provider for one Docker daemon.</summary>
[DockerResourceType("pulumi:providers:docker")]
public class Provider : ProviderResource
{
    /// <summary>Registers the provider.</summary>
    /// <param name="name">The name in the stack, unique among the providers of this package.</param>
    /// <param name="args">The address and credentials of the daemon.</param>
    /// <param name="options">Resource options.</param>
    public Provider(string name, ProviderArgs? args = null, CustomResourceOptions? options = null)
        : base("docker", name, args ?? new ProviderArgs(), PackageDefaults.Options(options, "")) { }

    /// <summary>The certificate authority's certificate, PEM.</summary>
    [Output("caMaterial")]
    public Output<string?> CaMaterial { get; private set; } = null!;

    /// <summary>The client's certificate, PEM.</summary>
    [Output("certMaterial")]
    public Output<string?> CertMaterial { get; private set; } = null!;

    /// <summary>The folder of the certificates and the key.</summary>
    [Output("certPath")]
    public Output<string?> CertPath { get; private set; } = null!;

    /// <summary>The name of the Docker context.</summary>
    [Output("context")]
    public Output<string?> Context { get; private set; } = null!;

    /// <summary>The daemon's address.</summary>
    [Output("host")]
    public Output<string?> Host { get; private set; } = null!;

    /// <summary>The client's private key, PEM.</summary>
    [Output("keyMaterial")]
    public Output<string?> KeyMaterial { get; private set; } = null!;
}
