using Pulumi.Docker.Inputs;

namespace Pulumi.Docker;

/// <summary>The settings of a <see cref="Provider"/>.</summary>
public sealed class ProviderArgs : ResourceArgs
{
    [Input("registryAuth", json: true)]
    private InputList<ProviderRegistryAuthArgs>? _registryAuth;

    [Input("sshOpts", json: true)]
    private InputList<string>? _sshOpts;

    /// <summary>Creates settings with the defaults of the environment.</summary>
    public ProviderArgs() => Host = EnvironmentDefault.Text("DOCKER_HOST");

    /// <summary>The certificate authority's certificate, PEM.</summary>
    [Input("caMaterial")]
    public Input<string>? CaMaterial { get; set; }

    /// <summary>The client's certificate, PEM.</summary>
    [Input("certMaterial")]
    public Input<string>? CertMaterial { get; set; }

    /// <summary>The folder of the certificates and the key.</summary>
    [Input("certPath")]
    public Input<string>? CertPath { get; set; }

    /// <summary>The name of the Docker context; it takes precedence over <see cref="Host"/>.</summary>
    [Input("context")]
    public Input<string>? Context { get; set; }

    /// <summary>Skips the check that the daemon is reachable.</summary>
    [Input("disableDockerDaemonCheck", json: true)]
    public Input<bool>? DisableDockerDaemonCheck { get; set; }

    /// <summary>The daemon's address, e.g. <c>unix:///var/run/docker.sock</c>. From <c>DOCKER_HOST</c>.</summary>
    [Input("host")]
    public Input<string>? Host { get; set; }

    /// <summary>The client's private key, PEM.</summary>
    [Input("keyMaterial")]
    public Input<string>? KeyMaterial { get; set; }

    /// <summary>The credentials of the registries.</summary>
    public InputList<ProviderRegistryAuthArgs> RegistryAuth
    {
        get => _registryAuth ??= [];
        set => _registryAuth = value;
    }

    /// <summary>Options for <c>ssh</c>, if <see cref="Host"/> begins with <c>ssh://</c>.</summary>
    public InputList<string> SshOpts
    {
        get => _sshOpts ??= [];
        set => _sshOpts = value;
    }

    /// <summary>Settings with the defaults of the environment only.</summary>
    public static new ProviderArgs Empty => new();
}
