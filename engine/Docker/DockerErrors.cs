using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Images;
using Infra.Engine.Errors;
using Infra.Engine.Providers;

namespace Infra.Engine.Docker;

/// <summary>Describes errors of operations, with a cure.</summary>
internal static class DockerErrors
{
    /// <summary>What engines say, and what to do about it. Engines have no codes for errors.</summary>
    private static readonly (string Text, string Cure)[] Cures =
    [
        ("port is already allocated", "Stop what uses the port, or choose another one in `ports[].external`."),
        ("address already in use", "Stop what uses the port or address, or choose another one."),
        ("no space left on device", "Free disk space on the engine's machine, e.g. with `docker system prune`, then run `infra up` again."),
        ("Pool overlaps", "Another network has these addresses: choose another subnet in `ipamConfigs`."),
        ("server gave HTTP response to HTTPS client", "Add the registry to `insecure-registries` of the engine's daemon.json."),
        ("x509:", "Add the registry's authority to /etc/docker/certs.d on the engine's machine."),
        ("toomanyrequests", "The registry limits pulls: log in with `registryAuth` or `docker login`, or use a mirror."),
        ("manifest unknown", "The registry has no such tag or digest: check the name, or push the image first."),
        ("pull access denied", "Check the name, and log in with the provider's `registryAuth` or `docker login`."),
        ("no basic auth credentials", "Log in with the provider's `registryAuth` or `docker login`."),
        ("unauthorized", "Log in with the provider's `registryAuth` or `docker login`, or renew the credentials."),
        ("authentication required", "Log in with the provider's `registryAuth` or `docker login`, or renew the credentials."),
        ("denied:", "The credentials do not allow this: use others in the provider's `registryAuth`."),
        ("no such image", "Pull the image with a RemoteImage, or build it, and let this resource depend on it."),
        ("no such network", "Create the network first: let this resource depend on it."),
        ("network not found", "Create the network first: let this resource depend on it."),
        ("has active endpoints", "Other containers use the network: disconnect or remove them first."),
        ("volume is in use", "Other containers use the volume: remove them first."),
    ];

    /// <summary>True for the exceptions that operations can throw.</summary>
    public static bool IsExpected(Exception e) =>
        e
            is EngineApiException
                or EngineUnreachableException
                or ImageException
                or UncertainPushException
                or TimeoutException
                or IOException
                or UnauthorizedAccessException;

    /// <summary>True if a request may have had its effect although it failed.</summary>
    public static bool MayHaveEffect(Exception e) =>
        e switch
        {
            EngineUnreachableException unreachable => unreachable.MayHaveEffect,
            _ => e is UncertainPushException,
        };

    /// <summary>Creates the exception to show to the user.</summary>
    /// <param name="e">What the operation threw.</param>
    /// <param name="subject">The operation, e.g. <c>creating the container web</c>.</param>
    /// <param name="redact">Redacts secrets.</param>
    public static ResourceProviderException Explain(Exception e, string subject, Func<string, string> redact)
    {
        var message = e switch
        {
            EngineApiException api => Describe(api),
            ImageException { ExitCode: ExitCode.Authentication } => $"{e.Message}, or set the provider's `registryAuth`",
            _ => e.Message,
        };
        return new ResourceProviderException(redact($"{subject}: {message}"), e) { IsOutcomeUnknown = MayHaveEffect(e) };
    }

    /// <summary>The engine's words with a cure.</summary>
    public static string Describe(EngineApiException e)
    {
        var cure = IsNameTaken(e)
            ? "To manage the existing object, import it (the resource option importId, or `pulumi import`); otherwise remove it or choose "
                + "another name."
            : Cures.FirstOrDefault(entry => e.Says(entry.Text)).Cure;
        return cure is null ? e.Message : $"{e.Message.TrimEnd()}\n{cure}";
    }

    // Docker answers 409, Podman 500.
    private static bool IsNameTaken(EngineApiException e) =>
        e.Says("already exists", "is already in use by", "name is in use", "name is already in use");
}
