using Infra.Engine.Deployments.Importing;
using Infra.Engine.Errors;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Operations.Importing;

/// <summary>Checks an import file and resolves the names it uses.</summary>
internal sealed class ImportResolver(ImportFile file, StackName stack, bool protect)
{
    private readonly List<string> _problems = [];
    private readonly ImportSpec[] _specs =
    [
        .. file.Resources.Select(spec =>
            spec with
            {
                Name = spec.Name.Length > 0 ? spec.Name : spec.LogicalName,
                LogicalName = spec.LogicalName.Length > 0 ? spec.LogicalName : spec.Name,
            }
        ),
    ];

    private readonly Dictionary<int, Urn> _urns = [];

    public ImportList Resolve()
    {
        CheckMembers();
        ThrowIfInvalid();
        for (var i = 0; i < _specs.Length; i++)
        {
            ResolveUrn(i, []);
        }

        var imports = _specs.Select(CreateImport).ToArray();
        foreach (var same in _urns.GroupBy(pair => pair.Value).Where(same => same.Count() > 1))
        {
            _problems.Add($"{Describe(same.Last().Key)} has an ambiguous URN, set name (or logical name) to be unique");
        }

        ThrowIfInvalid();
        var names = file.NameTable.ToDictionary(name => new Urn(name.Value), name => name.Key);
        foreach (var (index, urn) in _urns)
        {
            names.TryAdd(urn, _specs[index].Name);
        }

        return new ImportList
        {
            Imports = imports,
            Names = names,
            Urns = [.. Enumerable.Range(0, _specs.Length).Select(i => _urns[i])],
        };
    }

    private void CheckMembers()
    {
        _problems.AddRange(file.Unsupported.Select(key => Refuse("the import file", key)));
        _problems.AddRange(
            file.NameTable.Where(name => !Urn.IsValid(name.Value)).Select(name => $"nameTable: '{name.Key}' is not a URN: '{name.Value}'")
        );
        if (_specs.Length == 0)
        {
            _problems.Add("the import file lists no `resources`");
        }

        for (var i = 0; i < _specs.Length; i++)
        {
            var (spec, name) = (_specs[i], Describe(i));
            _problems.AddRange(spec.Unsupported.Select(key => Refuse(name, key)));
            Require(spec.Type.Length > 0, $"{name} has no type");
            Require(spec.Name.Length > 0, $"{name} has no name");
            Require(spec.Component || spec.Id.Length > 0, $"{name} has no ID");
            Require(!spec.Component || spec.Id.Length == 0, $"{name} has an ID, but is marked as a component");
            Require(
                !ProviderType.IsProvider(spec.Type),
                $"{name} is a provider, which cannot be imported: create it with `infra up`, then name it in nameTable"
            );
        }
    }

    private static string Refuse(string owner, string key) =>
        $"{owner}: `{key}` is not supported: an import reads the whole object with the providers of the stack";

    /// <summary>Determines the URN of a resource, after that of its parent.</summary>
    private Urn ResolveUrn(int index, HashSet<int> children)
    {
        if (_urns.TryGetValue(index, out var known))
        {
            return known;
        }

        var spec = _specs[index];
        var parent = spec.Parent.Length == 0 || !children.Add(index) ? default : ResolveParent(index, children);
        return _urns[index] = Urn.Create(stack.Name, stack.Project, parent, spec.Type, spec.LogicalName);
    }

    private Urn ResolveParent(int index, HashSet<int> children)
    {
        var name = _specs[index].Parent;
        if (file.NameTable.TryGetValue(name, out var urn))
        {
            return new Urn(urn);
        }

        int[] parents = [.. Enumerable.Range(0, _specs.Length).Where(i => _specs[i].Name == name)];
        if (parents is [var parent] && !children.Contains(parent))
        {
            return ResolveUrn(parent, children);
        }

        _problems.Add(
            parents.Length switch
            {
                0 => $"the parent '{name}' for {Describe(index)} has no entry in 'nameTable'",
                1 => $"{Describe(index)} is its own ancestor",
                _ => $"{Describe(index)} has an ambiguous parent",
            }
        );
        return default;
    }

    private ResourceImport CreateImport(ImportSpec spec, int index)
    {
        var provider = file.NameTable.GetValueOrDefault(spec.Provider);
        Require(
            spec.Provider.Length == 0 || provider is not null,
            $"the provider '{spec.Provider}' for {Describe(index)} has no entry in 'nameTable'"
        );
        Require(
            provider is null || ProviderType.IsProvider(new Urn(provider).Type),
            $"the provider '{spec.Provider}' for {Describe(index)} is not a provider"
        );
        return new ResourceImport
        {
            Type = spec.Type,
            Name = spec.LogicalName,
            Id = spec.Id,
            Parent = spec.Parent.Length == 0 ? default : ResolveParent(index, []),
            Provider = provider is null ? default : new Urn(provider),
            Version = spec.Version.TrimStart('v'),
            Properties = spec.Properties,
            Protect = protect,
            IsComponent = spec.Component,
        };
    }

    private string Describe(int index)
    {
        var spec = _specs[index];
        var name =
            spec.Name.Length > 0 ? $"'{spec.Name}'"
            : spec.Id.Length > 0 ? $"'{spec.Id}'"
            : $"{index}";
        return spec.Type.Length > 0 ? $"resource {name} of type '{spec.Type}'" : $"resource {name}";
    }

    private void Require(bool condition, string problem)
    {
        if (!condition)
        {
            _problems.Add(problem);
        }
    }

    private void ThrowIfInvalid()
    {
        if (_problems.Count > 0)
        {
            throw new ConfigurationException([.. _problems.Distinct()]);
        }
    }
}
