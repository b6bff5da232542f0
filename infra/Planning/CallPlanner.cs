using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning;

/// <summary>Resolves which ports of which services a service calls.</summary>
internal sealed class CallPlanner
{
    private readonly StackSettings _settings;
    private readonly SystemIdentity _system;
    private readonly ILookup<string, ServiceCaller> _callers;

    public CallPlanner(StackSettings settings, SystemIdentity system)
    {
        _settings = settings;
        _system = system;
        _callers = settings
            .Services.SelectMany(service =>
                GetCalls(service.Value).Select(call => (Callee: call.Name, Caller: new ServiceCaller(service.Key, call.Ports)))
            )
            .ToLookup(call => call.Callee, call => call.Caller);
    }

    /// <summary>The services that a service calls, in the order of its settings.</summary>
    public ImmutableArray<ServiceCall> GetCalls(ServiceSettings service) =>
        [
            .. service
                .Calls.GroupBy(call => call.Service, StringComparer.Ordinal)
                .Select(calls => CreateCall(calls.Key, [.. calls.Select(call => call.Port)])),
        ];

    /// <summary>The services that call a service, by name.</summary>
    public ImmutableArray<ServiceCaller> GetCallers(string service) =>
        [.. _callers[service].OrderBy(caller => caller.Name, StringComparer.Ordinal)];

    /// <summary>The address of a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="port">The name of one of its ports; null for its main port.</param>
    public ServiceAddress GetAddress(string service, string? port = null)
    {
        var settings = _settings.Services[service];
        var name = port ?? DeclaredPort.FindMain(settings)!.Name;
        return new ServiceAddress(service, _system.Namespace, PortPlanner.PlanService(settings).First(other => other.Name == name));
    }

    /// <summary>
    /// The variables with the addresses of called services: <c>&lt;NAME&gt;_URL</c>, and <c>&lt;NAME&gt;_&lt;PORT&gt;_URL</c> for each
    /// further port.
    /// </summary>
    public static IEnumerable<(string Name, string Url)> GetVariables(ServiceCall call)
    {
        yield return (GetVariable(call.Name), call.Address.Url);
        foreach (var port in call.Ports.Where(port => port != call.Address.Port))
        {
            yield return (GetVariable(call.Name, port.Name), (call.Address with { Port = port }).Url);
        }
    }

    /// <summary>The variable with the address of a service.</summary>
    public static string GetVariable(string service) => $"{service.Replace('-', '_').ToUpperInvariant()}_URL";

    /// <summary>The variable with the address of a further port of a service.</summary>
    public static string GetVariable(string service, string port) => GetVariable($"{service}-{port}");

    private ServiceCall CreateCall(string service, ImmutableArray<string?> named)
    {
        var main = GetAddress(service);
        var ports = PortPlanner.PlanService(_settings.Services[service]);
        var called = named.Contains(null) ? ports : [.. ports.Where(port => named.Contains(port.Name))];
        return new ServiceCall(called.Contains(main.Port) ? main : main with { Port = called[0] }, called);
    }
}
