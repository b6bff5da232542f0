using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>Checks that the services a service calls exist and have the ports it calls.</summary>
internal sealed class DependencyCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var calls = service.Settings.Calls;
            for (var i = 0; i < calls.Length; i++)
            {
                CheckCall(service, calls[i], service.At("calls").Item(i));
                CheckIsNew(service, calls, i);
            }

            CheckVariables(service);
        }
    }

    private static void CheckIsNew(ServiceUnderReview service, ImmutableArray<ServiceReference> calls, int position)
    {
        var call = calls[position];
        var path = service.At("calls").Item(position);
        if (calls.IndexOf(call) < position)
        {
            service.Reject(path, $"'{call}' is listed twice", "remove one");
        }
        else if (call.Port is not null && calls.Contains(call with { Port = null }))
        {
            service.Reject(path, $"'{call.Service}' is listed too, which covers all its ports", "remove one of the two");
        }
    }

    private static void CheckCall(ServiceUnderReview service, ServiceReference call, SettingsPath path)
    {
        var callee = call.Service;
        if (callee == service.Name && service.Settings.Kind == ServiceKind.Stateful)
        {
            service.Reject(
                path,
                "the pods of a stateful service may always call each other",
                "remove it from the list",
                path,
                service.At("kind")
            );
        }
        else if (!service.Review.ServiceNames.Contains(callee))
        {
            service.RejectUnknown(callee, path);
        }
        else if (service.Review.Settings.Services.TryGetValue(callee, out var target))
        {
            CheckPort(service, call, target, path);
        }
    }

    private static void CheckPort(ServiceUnderReview service, ServiceReference call, ServiceSettings target, SettingsPath path)
    {
        var at = SettingsPath.Root.Key("services").Key(call.Service);
        string[] names = [.. DeclaredPort.InService(target).Select(port => port.Name).OfType<string>()];
        if (names.Length == 0)
        {
            service.Reject(
                path,
                $"'{call.Service}' has no port",
                "give it a port, or remove it from the list",
                at.Key("port"),
                at.Key("ports")
            );
        }
        else if (call.Port is { } port && !names.Contains(port, StringComparer.Ordinal))
        {
            service.Reject(
                path,
                $"'{call.Service}' has no port '{port}'",
                Suggestion.For(port, names),
                path,
                at.Key("port"),
                at.Key("ports")
            );
        }
    }

    /// <summary>The port 'ui' of 'flags' and the service 'flags-ui' would both have the variable FLAGS_UI_URL.</summary>
    private static void CheckVariables(ServiceUnderReview service)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var calls in service.Settings.Calls.GroupBy(call => call.Service, StringComparer.Ordinal))
        {
            foreach (var name in GetVariables(service.Review.Settings, [.. calls]))
            {
                if (!owners.TryAdd(name, calls.Key) && !service.Settings.Env.ContainsKey(name))
                {
                    service.Review.Warn(
                        service.At("calls"),
                        $"'{name}' would be an address of both '{owners[name]}' and '{calls.Key}'",
                        $"set it in 'env', such as '{name}: {{address: {calls.Key}}}'"
                    );
                }
            }
        }
    }

    /// <summary>The variables with the addresses of a called service.</summary>
    public static IEnumerable<string> GetVariables(StackSettings settings, ImmutableArray<ServiceReference> calls)
    {
        var callee = calls[0].Service;
        if (!settings.Services.TryGetValue(callee, out var target) || DeclaredPort.FindMain(target) is not { } main)
        {
            return [];
        }

        string[] called =
        [
            .. DeclaredPort
                .InService(target)
                .Select(port => port.Name)
                .OfType<string>()
                .Where(port => calls.Any(call => call.Port is null || call.Port == port)),
        ];
        var first = called.Contains(main.Name, StringComparer.Ordinal) ? main.Name : called.FirstOrDefault();
        return called.Select(port => port == first ? CallPlanner.GetVariable(callee) : CallPlanner.GetVariable(callee, port));
    }
}
