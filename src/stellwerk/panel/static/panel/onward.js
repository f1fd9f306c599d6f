// A page that only carries a message on to another site posts it by itself.
document.getElementById("onward")?.submit();
