using System.Xml.Linq;

namespace OrderToCash.Tests.Tidy;

/// <summary>Dependencies point one way: {Domain, Engine} ← Application ← Adapters ← Server ← Console.</summary>
public static class ProjectRules
{
    private static readonly string[] Core = ["Domain", "Engine"];
    private static readonly string[] Product = [.. Core, "Application", "Adapters", "Server", "Console"];

    /// <summary>What each project may reference, without the common prefix.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Engine"] = [],
        ["Application"] = Core,
        ["Adapters"] = [.. Core, "Application"],
        ["Server"] = [.. Core, "Application", "Adapters"],
        ["Console"] = [.. Core, "Application", "Adapters", "Server"],
        ["Tests"] = Product,
        // It runs what production runs, minus I/O: an adapter here would be I/O in a run that must replay.
        ["Simulation"] = [.. Core, "Application"],
        // It knows what platforms say of themselves: what we make of it must not creep in.
        ["ChannelSimulator"] = [],
        ["IntegrationTests"] = [.. Product, "Simulation", "ChannelSimulator"],
        ["LoadTests"] = [.. Product, "Simulation", "Tests", "IntegrationTests", "ChannelSimulator"],
    };

    public static IEnumerable<Finding> References(string path, string text)
    {
        var project = ShortName(path);
        if (!Allowed.TryGetValue(project, out var allowed))
        {
            return [new(path, 1, "A new project needs a decision record, and its line in ProjectRules.cs.")];
        }

        return from reference in XDocument.Parse(text, LoadOptions.SetLineInfo).Descendants("ProjectReference")
               let target = ShortName((string?)reference.Attribute("Include") ?? "")
               where !allowed.Contains(target)
               select new Finding(path, Line(reference),
                   $"{project} may not reference {target}; it may: {string.Join(", ", allowed)}.");
    }

    /// <summary>The domain and the engine stand on the base class library alone.</summary>
    public static IEnumerable<Finding> Packages(string path, string text) =>
        from reference in XDocument.Parse(text, LoadOptions.SetLineInfo).Descendants("PackageReference")
        where Core.Contains(ShortName(path))
        select new Finding(path, Line(reference), "Domain and Engine have no packages: this belongs further out.");

    private static string ShortName(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
        return name.StartsWith("OrderToCash.", StringComparison.Ordinal) ? name["OrderToCash.".Length..] : name;
    }

    private static int Line(XElement element) => ((System.Xml.IXmlLineInfo)element).LineNumber;
}
