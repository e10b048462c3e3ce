using System.Globalization;
using System.Text;

namespace OrderToCash.Adapters.Files;

/// <summary>Where in an object the reader is: <c>lines[0].quantity</c>.</summary>
internal sealed class JsonPlace
{
    /// <summary>The formats nest three deep; what is deeper is skipped as a whole.</summary>
    private const int MaxDepth = 16;

    private readonly (string? Name, int Index)[] _levels = new (string?, int)[MaxDepth];
    private int _depth;

    public void Reset() => _levels[_depth = 0] = (null, -1);

    public void Enter() => _levels[++_depth] = (null, -1);

    public void Leave() => _depth--;

    public void Set(string name) => _levels[_depth] = (name, -1);

    public void Set(int index) => _levels[_depth] = (null, index);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i <= _depth; i++)
        {
            var (name, index) = _levels[i];
            if (name is not null)
            {
                text.Append(text.Length > 0 ? "." : "").Append(name);
            }
            else if (index >= 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            }
        }

        return text.Length == 0 ? "the object" : text.ToString();
    }
}
