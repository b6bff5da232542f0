using System.Globalization;
using Engine.Tests.Support;
using Infra.Protocol.Values;

namespace Engine.Tests.Faults;

/// <summary>
/// A program of some dozens of objects in one namespace: fixed and automatic names, dependencies, Deployments to wait for.
/// </summary>
/// <param name="value">The value of labels; a change updates the objects in place.</param>
/// <param name="data">The data of ConfigMaps; a change replaces them.</param>
internal sealed class ShopProgram(int value, int data)
{
    public const string Space = "shop";

    /// <summary>How many objects of each kind the program has.</summary>
    public const int Count = 8;

    private const int Deployments = 4;

    public async Task RunAsync(ProgramClient program)
    {
        var space = await program.RegisterAsync(
            "kubernetes:core/v1:Namespace",
            Space,
            Map(("apiVersion", Text("v1")), ("kind", Text("Namespace")), ("metadata", Object(("name", Text(Space)))))
        );
        await Task.WhenAll(Enumerable.Range(0, Count).Select(index => RegisterAsync(program, space.Urn, index)));
    }

    private async Task RegisterAsync(ProgramClient program, string space, int index)
    {
        var number = index.ToString(CultureInfo.InvariantCulture);
        await AddAsync("core/v1:ConfigMap", "config", ("data", Object(("value", Text(data)))));
        await AddAsync("core/v1:Secret", "token", ("stringData", Object(("value", Text(value)))));
        await AddAsync("core/v1:ServiceAccount", "account");
        await AddAsync(
            "core/v1:Service",
            "service",
            ("spec", Object(("selector", Object(("app", Text(number)))), ("ports", new PropertyArray([Object(("port", 80))]))))
        );
        if (index < Deployments)
        {
            var labels = Object(("app", Text(number)));
            var container = Object(("name", Text("main")), ("image", Text("nginx:1")));
            var spec = Object(
                ("selector", Object(("matchLabels", labels))),
                ("replicas", 1),
                (
                    "template",
                    Object(("metadata", Object(("labels", labels))), ("spec", Object(("containers", new PropertyArray([container])))))
                )
            );
            await AddAsync("apps/v1:Deployment", "app", ("spec", spec));
        }

        async Task<string> AddAsync(string type, string name, params (string, PropertyValue)[] fields)
        {
            var metadata = PropertyMap.Create(("namespace", Space), ("labels", Object(("value", Text(value)))));
            if (index % 2 == 0)
            {
                metadata = metadata.SetItem("name", $"{name}{number}");
            }

            var (version, kind) = (type.Split(':')[0], type.Split(':')[1]);
            var registered = await program.RegisterAsync(
                $"kubernetes:{type}",
                $"{name}{number}",
                Map([
                    ("apiVersion", Text(version.Replace("core/", "", StringComparison.Ordinal))),
                    ("kind", Text(kind)),
                    ("metadata", new PropertyObject(metadata)),
                    .. fields,
                ]),
                configure: request => request.Dependencies.Add(space)
            );
            return registered.Urn;
        }
    }

    private static PropertyMap Map(params (string, PropertyValue)[] fields) => PropertyMap.Create(fields);

    private static PropertyObject Object(params (string, PropertyValue)[] fields) => new(Map(fields));

    private static PropertyString Text(string text) => new(text);

    private static PropertyString Text(int number) => new(number.ToString(CultureInfo.InvariantCulture));
}
